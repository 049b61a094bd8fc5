import { expect, test } from 'vitest';
import { approvedSteps, requireApprovable } from '../../src/cli/approve-steps.ts';
import { Interrupted } from '../../src/model/errors.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { fakeStreams } from '../fakes/fake-streams.ts';

const irreversible = {
  kind: 'storage-compatibility',
  params: { mode: 'NONE', timeoutMs: 1_000 },
} as const;
const planWith = (...steps: readonly PlannedStep[]) => ({ nodes: [{ steps }, { steps }] }) as never;
const plan = planWith(irreversible);
const harmless = planWith({ kind: 'stop', params: { timeoutMs: 1_000 } });
const name = 'storage-compatibility';

const required = (of: never, approved: readonly string[], isInteractive = false) => {
  requireApprovable(of, approved, { streams: fakeStreams({ isInteractive }) });
};

test('nobody to ask, and not approved by name: exit 2 before the cluster is asked', () => {
  expect(() => {
    required(plan, []);
  }).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message:
        'storage-compatibility of this plan is irreversible and is not approved; --yes does not cover it',
      hint: 'once the way back is given up: --approve storage-compatibility',
    }) as Error,
  );
});

test.each([
  ['approved by name', plan, [name], false],
  ['somebody can be asked', plan, [], true],
  ['nothing is irreversible', harmless, [], false],
] as const)('goes on: %s', (_, of, approved, isInteractive) => {
  required(of, approved, isInteractive);
});

test.each([
  [plan, 'storage-compatability', 'did you mean storage-compatibility?'],
  [
    plan,
    'canary',
    'canary is a point of a roll, and this plan does not stop there; it is approved with: ringward upgrade approve canary',
  ],
  [plan, 'dc', 'known here: storage-compatibility'],
  [harmless, name, 'it has none: leave --approve out'],
] as const)('a name that is no irreversible step is a usage error (%#)', (of, wrong, hint) => {
  expect(() => {
    required(of, [wrong], true);
  }).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: `--approve: "${wrong}" is no irreversible step of this plan`,
      hint,
    }) as Error,
  );
});

const never = new AbortController().signal;
function asking(answer: string | undefined, approved: readonly string[] = [], signal = never) {
  const questions: string[] = [];
  const ask = (question: string) => {
    questions.push(question);
    return Promise.resolve(answer);
  };
  const streams = fakeStreams({ ask });
  return { questions, answered: approvedSteps(plan, approved, { streams, signal }) };
}

test('at a terminal its name is asked for, once', async () => {
  const { questions, answered } = asking(` ${name} `);
  expect(await answered).toEqual([name]);
  expect(questions).toEqual([
    'storage-compatibility NONE (limit 1 s), IRREVERSIBLE: only snapshots lead back. Type storage-compatibility to approve it: ',
  ]);
});

test.each(['yes', 'Storage-Compatibility', '', undefined])(
  '%j approves nothing: exit 3, nothing was touched',
  async (answer) => {
    await expect(asking(answer).answered).rejects.toMatchObject({
      exitCode: 3,
      message: 'storage-compatibility is not approved: nothing was touched',
      hint: 'to go on, type its name or give --approve storage-compatibility',
    });
  },
);

test('approved on the command line nobody is asked', async () => {
  const { questions, answered } = asking('no', [name]);
  expect(await answered).toEqual([name]);
  expect(questions).toEqual([]);
});

test('Ctrl-C at the question is an interrupt', async () => {
  const signal = AbortSignal.abort(new Interrupted('SIGINT'));
  await expect(asking(undefined, [], signal).answered).rejects.toMatchObject({ exitCode: 130 });
});
