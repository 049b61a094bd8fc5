import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { lockPath } from '../../src/execute/run-store.ts';
import type { Plan } from '../../src/model/plan.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import type { Fault, FaultOf } from '../../src/simulate/fault.ts';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import { without } from '../gates/healthy-view.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin } from './run-bin.ts';
import { addresses, plannedLab, type SimulatedLab } from './simulated-lab.ts';

const [one, , three] = addresses;
const run = 'upgrade run plan.json --yes';

interface Case {
  readonly title: string;
  readonly faults?: readonly Fault[];
  /** What is wrong before the command is typed. */
  readonly spoil?: (lab: SimulatedLab) => void | Promise<void>;
  readonly line: string;
}

function rewrite(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`nothing was changed in ${path}`);
  writeFileSync(path, changed);
}

const inLab = (lab: SimulatedLab, file: string) => join(lab.folder, file);

function replan({ folder }: SimulatedLab, change: (plan: Plan) => Plan): void {
  const path = join(folder, 'plan.json');
  const plan = change(JSON.parse(readFileSync(path, 'utf8')) as Plan);
  writeFileSync(path, planFileText(withDigest(without(plan, 'digest'))));
}

function befall({ folder }: SimulatedLab, faults: readonly Fault[]): void {
  const path = join(folder, 'cluster.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as ClusterFile;
  writeFileSync(path, JSON.stringify({ ...file, state: { ...file.state, faults } }));
}

/** Held by this very process, or by one that is gone. */
function lockedBy(pid: number) {
  return async ({ folder }: SimulatedLab) => {
    const path = lockPath(join(folder, '.local/state/ringward'), 'ringward-simulated');
    mkdirSync(dirname(path), { recursive: true });
    const command = (await systemProcesses.commandLine(pid))?.join(' ') ?? 'ringward';
    writeFileSync(
      path,
      JSON.stringify({ runId: 'r0', pid, hostname: hostname(), command, since: 0 }),
    );
  };
}

/** A run in which this command of the first node does nothing but say why. */
function ends(
  command: FaultOf<'does-nothing'>['command'],
  code: number,
  says: string,
): Pick<Case, 'faults' | 'line'> {
  return { faults: [{ kind: 'does-nothing', node: one, command, how: { code, says } }], line: run };
}

const cases: readonly Case[] = [
  {
    title: 'a plan that was edited by hand',
    spoil: (lab) => {
      rewrite(inLab(lab, 'plan.json'), (text) => text.replace('"5.0.8"', '"5.0.9"'));
    },
    line: run,
  },
  {
    title: 'a plan that is older than the limit',
    spoil: (lab) => {
      replan(lab, (plan) => ({ ...plan, createdAt: plan.createdAt - 169 * 3_600_000 }));
    },
    line: run,
  },
  {
    title: 'a node has moved to another rack since the plan was made',
    spoil: (lab) => {
      rewrite(inLab(lab, 'cluster.json'), (text) => text.replaceAll('"rack3"', '"rack9"'));
    },
    line: run,
  },
  {
    title: 'a node that is there twice',
    spoil: (lab) => {
      rewrite(inLab(lab, 'ringward.yaml'), (text) => text.replaceAll(three, one));
    },
    line: 'upgrade plan --to 5.0.8',
  },
  {
    title: 'a node that does not answer',
    faults: [{ kind: 'cql-unreachable', node: three }],
    line: run,
  },
  {
    title: 'the release that was there before is started again',
    faults: [{ kind: 'returns-changed', node: one, what: 'release' }],
    line: run,
  },
  {
    title: 'the package repository is not reached',
    ...ends('fetch', 100, 'Err:1 https://packages.example.org 5.0 InRelease: could not connect'),
  },
  {
    title: 'the disk of the node is full when the release is put in place',
    ...ends('install', 100, 'dpkg: error: failed to write (No space left on device)'),
  },
  {
    title: 'a playbook with a step that there is not',
    spoil: (lab) => {
      writeFileSync(inLab(lab, 'mine.yaml'), 'name: mine\ndescription: d\nsteps:\n  - drian\n');
    },
    line: 'upgrade plan --playbook ./mine.yaml',
  },
  {
    title: 'sudo refuses the stop',
    ...ends('stop', 1, 'sudo: a password is required'),
  },
  {
    title: 'another run holds the lock',
    spoil: lockedBy(process.pid),
    line: run,
  },
  {
    title: 'a lock that a process left behind which is gone',
    spoil: lockedBy(2 ** 22 - 1),
    line: run,
  },
];

/** Errors alone, without what differs from run to run. */
function plain(err: string, folder: string): string {
  return (
    err
      .slice(err.search(/^error:/m))
      // What else has not passed by then differs with the moment.
      .replace(/ \(held by [^)]*, too\)/, '')
      .replaceAll(folder, '~')
      .replaceAll(`pid ${process.pid} on ${hostname()}`, 'pid PID on HOST')
  );
}

async function told({ title, faults = [], spoil, line }: Case): Promise<string> {
  const lab = await plannedLab({ pace: 100 });
  befall(lab, faults);
  await spoil?.(lab);
  const { code, err } = await lab.runHere(line);
  const nodes = lab.nodes().map(({ stops, release }) => `${release} (stops: ${stops})`);
  return `## ${title}\n\n$ ringward ${line}\n${plain(err, lab.folder)}exit ${String(code)}; the nodes: ${nodes.join(', ')}\n`;
}

/** OpenSSH's own words, as it ends with them before it has logged in. */
const otherKey = `#!/bin/sh
echo 'WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!' >&2
echo 'Host key verification failed.' >&2
exit 255
`;

async function hostKeyChanged(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ssh'), otherKey);
  chmodSync(join(folder, 'ssh'), 0o755);
  writeFileSync(
    join(folder, 'ringward.yaml'),
    `cluster: orders
transport: ssh
via: nodetool
commands: { stop: [stop], running: [running], start: [start] }
nodes: [127.0.77.1]
`,
  );
  const line = 'upgrade plan --playbook rolling-restart';
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  const { code, err: whole } = await runBin(folder, line, { PATH });
  // What else is not known then is no matter of the key.
  const err = whole.replace(/(verification failed\.); also: .*/, '$1; also: …');
  return `## the host key of a node has changed\n\n$ ringward ${line}\n${plain(err, folder)}exit ${String(code)}\n`;
}

test('each is told with its code, and what became of the nodes', async () => {
  const all = [];
  for (const each of cases) all.push(await told(each));
  all.push(await hostKeyChanged());
  await expect(all.join('\n')).toMatchFileSnapshot('../golden/bad-input.txt');
});
