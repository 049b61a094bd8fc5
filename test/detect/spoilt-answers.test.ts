import { expect, test } from 'vitest';
import { openSessions } from '../../src/collect/sessions.ts';
import { collectSnapshot } from '../../src/collect/snapshot.ts';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Runner, RunRequest } from '../../src/ports/runner.ts';
import { toHealthReport } from '../../src/report/health-report.ts';
import { withLastDown } from '../cli/simulated-lab.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { chanceOf, spoilt, type Chance } from '../parse/hostile.ts';
import { clusterOf, simulated, simulatedFrom } from '../simulate/simulated.ts';

type Simulated = ReturnType<typeof simulated>;

const asked = new Set(detectors.flatMap(({ needs }) => needs));

/** A look at a cluster, one of whose commands prints what `spoil` makes of it. */
async function lookAt({ nodes, cql, clock }: Simulated, runner: Runner): Promise<Snapshot> {
  const limits = labLimits;
  const sessions = openSessions({ cql, clock, limits, access: {}, files: memoryFiles(), env: {} });
  const signal = new AbortController().signal;
  const ports = { runner, clock };
  return await collectSnapshot(nodes, asked, { ports, limits, signal, sessions, via: 'nodetool' });
}

function verdictOf({ nodes }: Simulated, snapshot: Snapshot): number {
  return toHealthReport({
    toolVersion: '1',
    cluster: 'sim',
    limits: labLimits,
    failOn: 'warning',
    nodes,
    series: [snapshot],
    detections: detectAll([snapshot], labLimits),
  }).exitCode;
}

/** Every command of a look, and what it printed. */
async function commandsOf(sim: Simulated): Promise<ReadonlyMap<string, string>> {
  const printed = new Map<string, string>();
  const noting: Runner = {
    run: async (request) => {
      const result = await sim.runner.run(request);
      if (result.kind === 'exited') printed.set(lineOf(request), result.stdout);
      return result;
    },
  };
  await lookAt(sim, noting);
  return printed;
}

const lineOf = ({ node, argv }: RunRequest) => [node, ...argv].join(' ');

/** One command says something else, with the exit code of the true answer. */
function saying(sim: Simulated, line: string, stdout: string): Runner {
  return {
    run: async (request) => {
      const result = await sim.runner.run(request);
      return lineOf(request) === line && result.kind === 'exited' ? { ...result, stdout } : result;
    },
  };
}

async function spoiltLooks(
  sim: Simulated,
  times: number,
  judge: (code: number, snapshot: Snapshot, what: string) => void,
): Promise<Readonly<Record<number, number>>> {
  const chance: Chance = chanceOf(times);
  const printed = await commandsOf(sim);
  const [lines, others] = [[...printed.keys()], [...printed.values()]];
  const codes: Record<number, number> = { 0: 0, 1: 0, 5: 0 };
  for (let i = 0; i < times; i += 1) {
    const line = chance.of(lines);
    const text = spoilt(printed.get(line) ?? '', chance, others);
    const snapshot = await lookAt(sim, saying(sim, line, text));
    const code = verdictOf(sim, snapshot);
    codes[code] = (codes[code] ?? 0) + 1;
    judge(code, snapshot, `${line} prints ${JSON.stringify(text)}`);
  }
  process.stdout.write(`spoilt answers: ${times}, by exit code ${JSON.stringify(codes)}\n`);
  return codes;
}

test('a healthy cluster is called healthy only when every answer was understood', async () => {
  const sim = simulated();
  expect(verdictOf(sim, await lookAt(sim, sim.runner))).toBe(0);
  const codes = await spoiltLooks(sim, 200, (code, snapshot, what) => {
    const missing = snapshot.nodes.flatMap(({ sources }) =>
      Object.values(sources).filter(
        (seen) => seen.kind === 'missing' && seen.why !== 'unsupported',
      ),
    );
    if (missing.length > 0) expect(code, what).not.toBe(0);
  });
  expect(codes[5]).toBeGreaterThan(60);
  expect(codes[0]).toBeGreaterThan(20);
});

test('no single answer hides a dead node', async () => {
  const sim = simulatedFrom(withLastDown(clusterOf()));
  expect(verdictOf(sim, await lookAt(sim, sim.runner))).toBe(1);
  const codes = await spoiltLooks(sim, 80, (code, _, what) => {
    expect(code, what).not.toBe(0);
  });
  expect(codes[1]).toBeGreaterThan(60);
});

/** What nothing closes looks whole where a line ends: lists, and the one line of an idle node before 3.11. */
const open = /statusautocompaction|compactionstats$|system\.log$/;

test('half an answer is not healthy', async () => {
  const sim = simulated();
  const printed = await commandsOf(sim);
  const closed = [...printed].filter(([line]) => line.startsWith('10.0.0.1') && !open.test(line));
  expect(closed.length).toBeGreaterThan(12);
  for (const [line, text] of closed) {
    const lines = text.split(/(?<=\n)/);
    const half = lines.slice(0, lines.length / 2).join('');
    const snapshot = await lookAt(sim, saying(sim, line, half));
    expect(verdictOf(sim, snapshot), `${line} prints ${JSON.stringify(half)}`).not.toBe(0);
  }
});

test('nothing at all is not healthy', async () => {
  const sim = simulated();
  for (const line of (await commandsOf(sim)).keys()) {
    if (line.endsWith('system.log')) continue;
    const snapshot = await lookAt(sim, saying(sim, line, ''));
    expect(verdictOf(sim, snapshot), line).not.toBe(0);
  }
});
