import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { ensureCertificates } from './certificates.ts';
import { fetchRelease } from './fetch.ts';
import { makeArchives } from './class-archive.ts';
import { findJava } from './java.ts';
import { labCommand } from './command-line.ts';
import { cacheFolder, labFolder } from './lab-paths.ts';
import { runningNodes } from './node-process.ts';
import { checkMemory, checkPorts } from './preflight.ts';
import { inTheWay, purgeLab } from './purge.ts';
import { releaseOf, type Release } from './releases.ts';
import { ensureSecrets } from './secrets.ts';
import { readSpec, writeSpec } from './spec-file.ts';
import {
  inventoryPath,
  labEntries,
  labNodes,
  labVersions,
  type LabNode,
  type LabSpec,
} from './spec.ts';
import { startNodes } from './start-nodes.ts';
import { stopNodes } from './stop-nodes.ts';
import { prepareSystemAuth } from './system-auth.ts';
import { conflictWith, labSettings } from './up-conflict.ts';
import { newLab, type LabUpOptions } from './up-options.ts';
import { writeNodes } from './write-nodes.ts';

export interface LabUp {
  readonly spec: LabSpec;
  /** The inventory for every other command. */
  readonly inventory: string;
  /** False when every node ran already. */
  readonly isNew: boolean;
}

type Settled = LabUpOptions & typeof newLab;

type Say = (line: string) => void;

/**
 * Brings a lab up: fetch, write the node folders, start, wait until every node sees all nodes up. A lab
 * that runs is left as it is; a stopped one starts as it was left. When it fails, what it started is
 * stopped again. Progress goes to stderr.
 */
export async function labUp(options: LabUpOptions, ports: Ports): Promise<LabUp> {
  const say: Say = (line) => {
    ports.streams.err(`${line}\n`);
  };
  const dir = labFolder(options.dir, ports);
  const known = await readSpec(dir, ports.files);
  if (known?.ready) return await again(known, options, ports, say);
  if (known) await clearHalfMade(known, ports, say);
  return await fresh(dir, { ...newLab, ...options }, ports, say);
}

async function fresh(dir: string, options: Settled, ports: Ports, say: Say): Promise<LabUp> {
  const releases = labVersions(options).map(releaseOf);
  for (const { text, isTested } of releases)
    if (!isTested) say(`note: Cassandra ${text} is untested in the lab`);
  const java = await findJava(releases, options.java, ports);
  const spec: LabSpec = {
    format: 1,
    dir,
    cacheDir: cacheFolder(ports),
    network: options.network,
    nodeCount: options.nodes,
    ...(options.racks === undefined ? {} : { racks: options.racks }),
    version: options.version,
    also: options.also,
    heapMb: options.heapMb,
    java: java.path,
    javaMajor: java.major,
    auth: options.auth,
    tls: options.tls,
    defaultRf: options.defaultRf,
    cluster: `ringward-lab-${ports.ids.newSuffix()}`,
    ready: false,
  };
  await requireFree(spec, ports);
  const nodes = labNodes(spec);
  await checkMemory(spec, nodes.length, ports);
  await checkPorts(spec, nodes, ports);
  await fetchAll(spec, releases, options.tarball, ports, say);
  await ports.files.makeFolder(dir);
  await writeSpec(spec, ports.files);
  const secrets = await ensureSecrets(spec, ports.files);
  await ensureCertificates(spec, ports);
  await writeNodes(spec, secrets, ports);
  await orStop(nodes, ports, say, async () => {
    await startNodes(nodes, nodes, ports, say);
    await makeArchives(spec, ports);
    await prepareSystemAuth(spec, secrets, ports);
  });
  const ready = { ...spec, ready: true };
  await writeSpec(ready, ports.files);
  return done(ready, true, say);
}

/** A lab that was once whole: leave it, or start what does not run. */
async function again(spec: LabSpec, options: LabUpOptions, ports: Ports, say: Say): Promise<LabUp> {
  const has = labSettings({ ...spec, nodes: spec.nodeCount });
  const conflict = conflictWith(has, labSettings(options));
  if (conflict !== undefined) {
    throw new UsageError(
      `the lab in ${spec.dir} was made with ${conflict}`,
      `use it as it is, or remove it first: ${labCommand(spec.dir, ports, 'down', '--purge')}`,
    );
  }
  const wider = { ...spec, also: [...new Set([...spec.also, ...options.also])] };
  const isWider = wider.also.length > spec.also.length;
  const nodes = labNodes(spec);
  const running = await runningNodes(nodes, ports);
  await fetchAll(wider, labVersions(wider).map(releaseOf), undefined, ports, say);
  if (isWider) {
    await findJava(labVersions(wider).map(releaseOf), spec.java, ports);
    await writeNodes(wider, await ensureSecrets(spec, ports.files), ports);
    await writeSpec(wider, ports.files);
  }
  if (running.length === nodes.length) {
    say(`the lab in ${spec.dir} is up already`);
    return done(wider, false, say);
  }
  const missing = nodes.filter((node) => !running.includes(node));
  await checkMemory(spec, missing.length, ports);
  await checkPorts(spec, missing, ports);
  await orStop(missing, ports, say, () => startNodes(missing, nodes, ports, say));
  return done(wider, true, say);
}

async function fetchAll(
  spec: LabSpec,
  releases: readonly Release[],
  tarball: string | undefined,
  ports: Ports,
  say: Say,
): Promise<void> {
  for (const release of releases) {
    const source = release.text === spec.version ? tarball : undefined;
    await fetchRelease(release, spec.cacheDir, source, ports, say);
  }
}

/** Runs the work; when it fails, ends the nodes it had to do with and says so. */
async function orStop(
  nodes: readonly LabNode[],
  ports: Ports,
  say: Say,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((await runningNodes(nodes, ports)).length > 0) say('stopping what was started …');
    const left = await stopNodes(nodes, false, ports);
    if (left.length > 0) await stopNodes(left, true, ports);
    throw error;
  }
}

/** An earlier `lab up` did not come to its end: nothing in it is worth keeping. */
async function clearHalfMade(spec: LabSpec, ports: Ports, say: Say): Promise<void> {
  say(`removing a half-made lab in ${spec.dir} …`);
  await stopNodes(await runningNodes(labNodes(spec), ports), true, ports);
  await purgeLab(spec.dir, labEntries(spec), ports);
}

async function requireFree(spec: LabSpec, ports: Ports): Promise<void> {
  const taken = await inTheWay(spec.dir, labEntries(spec), ports);
  if (taken === undefined) return;
  throw new UsageError(
    `${spec.dir} is no lab, and holds ${taken}, which a lab there would write over`,
    'give another folder: --dir DIR',
  );
}

function done(spec: LabSpec, isNew: boolean, say: Say): LabUp {
  const inventory = inventoryPath(spec.dir);
  if (isNew) say(`the lab is up: ${spec.nodeCount} nodes, inventory ${inventory}`);
  return { spec, inventory, isNew };
}
