import { expect, test } from 'vitest';
import type { WayBackRequest } from '../../src/plan/way-back.ts';
import { back, done, inventoryOf, left, noClear, planned, type Way } from './run-to-take-back.ts';

const otherRelease = [planned('a', '4.1.9'), planned('b', '4.1.10'), planned('c', '4.1.10')];
const fourZero: Way = { from: '3.11.19', to: '4.0.19' };
const inInstall = left({ last: { kind: 'install', isCutOff: true } });

test.each<[string, Way, Partial<WayBackRequest>, [string, RegExp, RegExp]]>([
  ['a restart', { to: null }, {}, ['usage', /run r1 changes no release/, /upgrade status/]],
  [
    'one that takes another back',
    { undoes: { runId: 'r0', records: 3 } },
    {},
    ['usage', /run r1 takes run r0 back/, /resume r1/],
  ],
  [
    'one that was aborted',
    { undoes: { runId: 'r0', records: 3 } },
    { ended: 'aborted' },
    ['usage', /run r1 takes run r0 back, and was aborted/, /^anew: .* rollback r0 --all$/],
  ],
  [
    'one that is complete',
    { undoes: { runId: 'r0', records: 3 } },
    { ended: 'complete' },
    ['usage', /run r0 was taken back by run r1, which is complete/, /nothing left to take back/],
  ],
  [
    'nothing was changed',
    {},
    { taken: [] },
    ['usage', /has changed no node/, /nothing to take back/],
  ],
  [
    'none but those done',
    {},
    { taken: [done('a')] },
    ['usage', /left no node part-way; 1 are done/, /--all/],
  ],
  [
    'an act whose end is not known',
    {},
    { taken: [inInstall] },
    [
      'refused',
      /ended is not known, and it may .* \(b: install\)/,
      /resume r1 --settle; then this/,
    ],
  ],
  [
    'several releases before',
    { nodes: otherRelease },
    { all: true },
    ['refused', /different releases: 4\.1\.10, 4\.1\.9/, /by hand/],
  ],
  [
    'what the older line does not open',
    fourZero,
    {},
    ['refused', /b was started on 4\.0\.19: 3\.11\.19 does not open/, /ringward-r1/],
  ],
  [
    'no command for what is to be removed',
    {},
    { inventory: inventoryOf(noClear) },
    ['usage', /no command "clearCompactionHistory" for any node/, /add it/],
  ],
  [
    'a node that the inventory does not have',
    {},
    { inventory: { ...inventoryOf(), nodes: inventoryOf().nodes.slice(0, 1) } },
    ['usage', /b is not in the inventory/, /inventory that the run was made with/],
  ],
])('no way back: %s', (_, way, wish, [kind, message, hint]) => {
  const result = back(way, wish);
  if (result.kind === 'plan') throw new Error('there is a plan');
  expect(result.problems).toHaveLength(1);
  expect(result.problems[0]?.kind).toBe(kind);
  expect(result.problems[0]?.message).toMatch(message);
  expect(result.problems[0]?.hint).toMatch(hint);
});

test('every node is named of which it is not known how its step ended', () => {
  const other = left({ address: 'c', last: { kind: 'stop', isCutOff: true } });
  expect(back({}, { taken: [inInstall, other] })).toMatchObject({
    problems: [
      {
        message: 'how the steps ended is not known, and they may still go on (b: install, c: stop)',
      },
    ],
  });
});
