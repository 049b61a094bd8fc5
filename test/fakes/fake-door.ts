import type { CqlTarget } from '../../src/ports/cql.ts';
import type { CqlDoor, Passage } from '../../src/ports/cql-door.ts';

const through: Passage = { passedMs: { connect: 1, startup: 2 } };

/** Lets everybody in; `passage` says otherwise for the n-th knock or log-in. */
export function fakeDoor(
  passage: (n: number, target: CqlTarget, kind: 'knock' | 'log-in') => Passage = () => through,
) {
  let [knocks, logIns] = [0, 0];
  const door: CqlDoor = {
    knock: (target) => Promise.resolve(passage((knocks += 1), target, 'knock')),
    logIn: (target) => Promise.resolve(passage((logIns += 1), target, 'log-in')),
  };
  return { ...door, knocks: () => knocks, logIns: () => logIns };
}
