import type { Plan } from '../../src/model/plan.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { paths, rollOn, simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';

/** Where a run may be killed, seen from each record of its journal. */
export const deaths = [
  'before the record is written',
  'after it is written, before the act',
  'during the act',
  'after the act, before its result',
] as const;

export interface Death {
  readonly record: number;
  readonly where: (typeof deaths)[number];
  /** What is left: the cluster as it was, and the journal. */
  readonly state: ClusterState;
  readonly journal: string;
}

/**
 * One run, remembered at every instant at which it could have been killed. The state of the cluster
 * is a value, so killing a run there is the same as going on from what it had then.
 */
export async function everyDeath(wish: RollWish) {
  const roll = await simulatedRoll(wish);
  const { ports, files, cluster } = roll;
  const found: Death[] = [];
  let record = 0;
  const die = (where: Death['where']) => {
    const state = { ...cluster.state(), at: roll.clock.now() };
    found.push({ record, where, state, journal: files.textOf(paths.journal) ?? '' });
  };
  const open = files.openAppend.bind(files);
  ports.files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        record += 1;
        die('before the record is written');
        await file.append(text);
        die('after it is written, before the act');
      },
    };
  };
  const run = ports.runner.run.bind(ports.runner);
  ports.runner.run = async (request) => {
    // Of a run that dies while it takes its locks nothing is left to be resumed.
    if (record === 0) return await run(request);
    const begun = cluster.state();
    const result = run(request);
    const watching = roll.clock.sleep(request.timeoutMs > 20_000 ? 1_300 : 1).then(() => {
      if (cluster.state() !== begun) die('during the act');
    });
    const ended = await result;
    await watching;
    if (cluster.state() !== begun) die('after the act, before its result');
    return ended;
  };
  await roll.run();
  return { found, roll, records: record };
}

/** A dead process cannot have let go of its lock. */
const lock = JSON.stringify({ runId: 'r1', pid: 7, hostname: 'here', command: 'gone', since: 0 });

/** The run goes on from what was left. */
export async function resumed({ state, journal }: Death, plan: Plan, hasBalancer: boolean) {
  const control = JSON.stringify({ format: 1, approved: approvalsOf(plan.nodes) });
  const left = { [paths.journal]: journal, [paths.control]: control, '/state/sim/lock': lock };
  const roll = rollOn(state, plan, left, { looksByValue: true, hasBalancer });
  await roll.resume();
  return roll;
}
