import { describe, expect, test, vi } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { StepKind } from '../../src/model/step.ts';
import { addresses, plannedLab, type SimulatedLab } from './simulated-lab.ts';

/** When the journal says so, the process is killed. */
type Moment = readonly [when: string, isReached: (event: UpgradeEvent) => boolean];

const [first, second, third] = addresses;

const begins = (kind: StepKind, node: string) => (event: UpgradeEvent) =>
  event.type === 'step-started' && event.kind === kind && event.node === node;
const ends = (kind: StepKind, node: string) => (event: UpgradeEvent) =>
  event.type === 'step-ended' && event.kind === kind && event.node === node;

const rolls = [
  {
    line: 'upgrade run plan.json --yes',
    release: '5.0.8',
    moments: [
      ['before the first act', ({ type }) => type === 'run-started'],
      ['in the first drain', begins('drain', first)],
      ['while the new version is put in place', begins('install', first)],
      ['during the second start', begins('start', second)],
      ['while the second node comes back', begins('await-return', second)],
      ['in the last soak', begins('soak', third)],
    ],
  },
  {
    line: 'restart --yes',
    release: '4.1.10',
    moments: [
      ['between two nodes', ({ type }) => type === 'node-done'],
      ['in the second drain', begins('drain', second)],
      ['after the first stop', ends('stop', first)],
    ],
  },
] as const satisfies readonly {
  readonly line: string;
  readonly release: string;
  readonly moments: readonly Moment[];
}[];

/** Every instant is gone through in process (test/execute/crash-matrix.test.ts); these are real deaths. */
describe.each(rolls)('ringward $line', ({ line, release, moments }) => {
  test.each<Moment>([...moments])(
    'killed with SIGKILL %s: status names the node under way, resume completes, no node is stopped twice',
    async (_, isReached) => {
      const lab = await plannedLab();
      await killWhen(lab, line, isReached);
      const left = lab.journal();
      const { out, code } = await lab.runHere('upgrade status');
      expect(code).toBe(isPartWay(left) ? 4 : 0);
      expect(out).toContain('died');
      expect(out).toMatch(underWay(left));
      await lab.mustRun('upgrade resume');
      expect(lab.nodes()).toEqual(Array(3).fill({ stops: 1, release }));
      expect(lab.journal().slice(0, left.length)).toEqual(left);
      expect(lab.journal().filter(({ type }) => type === 'node-started')).toHaveLength(3);
      expect(lab.journal().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
    },
  );
});

test('what a killed run left is not hidden by another: exit 4, the run to resume, nothing begun', async () => {
  // On a busy machine the kill comes late: the node must still be stopped, and not yet be started again.
  const lab = await plannedLab({ pace: 8 });
  await killWhen(lab, 'restart --yes', ends('stop', first));
  for (const line of ['restart --yes', 'upgrade run plan.json --yes']) {
    const { code, err, out } = await lab.runHere(line);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain(`${first} is part-way (after stop) since run `);
    expect(err).toMatch(
      /\nhint: finish that run: ringward upgrade resume \S+; if it cannot be finished, .*start.*\n$/,
    );
  }
  await lab.mustRun('upgrade resume');
  expect(lab.nodes()).toEqual(Array(3).fill({ stops: 1, release: '4.1.10' }));
});

test('so many real deaths were seen', () => {
  const cases = rolls.flatMap(({ moments }) => [...moments]);
  process.stdout.write(`killed with SIGKILL: ${cases.length} cases\n`);
  expect(cases.length).toBeGreaterThanOrEqual(9);
});

async function killWhen(
  lab: SimulatedLab,
  line: string,
  isReached: (event: UpgradeEvent) => boolean,
): Promise<void> {
  const { child, ended } = lab.start(line);
  await vi.waitFor(
    () => {
      expect(lab.journal().some(isReached)).toBe(true);
    },
    { timeout: 25_000, interval: 3 },
  );
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
}

/** Something was done to a node that is not done. */
function isPartWay(events: readonly UpgradeEvent[]): boolean {
  const begun = events.findLastIndex(({ type }) => type === 'node-started');
  const since = events.slice(begun + 1).map(({ type }) => type);
  return begun >= 0 && since.includes('step-started') && !since.includes('node-done');
}

/** The node that was begun and is not done, with the step it is in; without one, that none is done. */
function underWay(events: readonly UpgradeEvent[]): RegExp {
  const done = events.filter(({ type }) => type === 'node-done').length;
  const begun = events.filter((event) => event.type === 'node-started');
  const node = begun.length > done ? begun.at(-1)?.node : undefined;
  if (node === undefined) return new RegExp(`^${done}/3 nodes done, died`, 'm');
  const last = events.at(-1);
  const step = last?.type === 'step-started' ? `[^\\n]*${last.kind} started not ended$` : '';
  return new RegExp(`^  ${node} [^\\n]*: started\\n${step}`, 'm');
}
