import { askedOf, laterOf, rolledOf, type Plan } from './plan.ts';
import { shLine } from './sh-quote.ts';

/** What the operator gave to the command under way, as it was typed; what comes next needs it too. */
export interface GivenOptions {
  readonly inventory?: string | undefined;
  readonly stateDir?: string | undefined;
}

/** A command of Ringward to type next: the same inventory, the same state folder, ready to paste. */
export function nextCommand(words: readonly string[], given: GivenOptions): string {
  const { inventory, stateDir } = given;
  return shLine([
    ...['ringward', ...words],
    ...(inventory === undefined ? [] : ['--inventory', inventory]),
    ...(stateDir === undefined ? [] : ['--state-dir', stateDir]),
  ]);
}

/** Before the command that makes a plan anew. */
export const cannotGoOn = 'this plan cannot go on; make a new one';
export const orAnew = 'or, if that is to stay as it is, by a new plan';

/** The shipped playbook that `ringward restart` carries out, without a plan file. */
export const restartPlaybook = 'rolling-restart';

/** The shipped playbook that removes the snapshots that runs have taken. */
export const clearPlan = { playbook: 'clear-snapshots' } as const;

/** What a plan was made with. */
type LikePlan = Pick<Plan, 'playbook' | 'playbookFile' | 'toVersion' | 'undoes'> &
  Partial<Pick<Plan, 'nodes' | 'cures' | 'accepted' | 'allowDown' | 'margin' | 'parallel'>>;

/** What narrows a roll, or widens its steps: without these another plan would be of more nodes, or take one at a time. */
function narrowed({ playbook, nodes = [], cures = [], parallel }: LikePlan): readonly string[] {
  const asked = askedOf(nodes);
  const isPart = asked.length < nodes.length;
  return [
    ...(isPart ? ['--only', asked.map(({ address }) => `node=${address}`).join(',')] : []),
    // Those of another playbook stand in it.
    ...(playbook === restartPlaybook && cures.length > 0 ? ['--cures', cures.join(',')] : []),
    ...(parallel === undefined ? [] : ['--parallel', String(parallel)]),
  ];
}

/** What it may live with. */
function lived({ accepted = [], allowDown = 0, margin = 0 }: LikePlan): readonly string[] {
  return [
    ...accepted.flatMap(({ rule, keyspace = '', because }) => [
      ...['--accept', rule ?? `keyspace=${keyspace}`],
      ...['--because', because],
    ]),
    ...(allowDown === 0 ? [] : ['--allow-down', String(allowDown)]),
    ...(margin === 0 ? [] : ['--margin', String(margin)]),
  ];
}

/** What a run tells its operator to type. */
export interface NextCommands {
  resume(runId: string): string;
  /** Sees how the steps that were cut off end, and stops there. */
  settle(runId: string): string;
  approve(name: string, runId: string): string;
  /** Plans how the node that a run left is put back. */
  rollback(runId: string): string;
  abort(runId: string): string;
  /** Makes a plan like this one anew. */
  readonly plan: (like: LikePlan) => string;
  /** Plans for the nodes that a plan left for later; undefined: it left none. */
  later(plan: Plan): string | undefined;
  /** Begins another run of the kind of this one; `planFile` holds its plan. */
  again(plan: LikePlan, planFile: string): string;
  /** Begins the first run of a cluster. */
  readonly begin: string;
  readonly status: string;
  readonly health: string;
}

export function nextCommands(given: GivenOptions): NextCommands {
  const { inventory } = given;
  const rollback = (runId: string, ...more: readonly string[]) =>
    nextCommand(['upgrade', 'rollback', runId, ...more], given);
  const plan = (like: LikePlan) => {
    const { playbook, playbookFile, toVersion, undoes } = like;
    // Of a node that was done nobody need know how it was left.
    const isOfDone = rolledOf(like.nodes ?? []).some(({ leftWith }) => leftWith === undefined);
    if (undoes) return rollback(undoes.runId, ...(isOfDone ? ['--all'] : []));
    const to = toVersion === undefined ? [] : ['--to', toVersion];
    const words = ['upgrade', 'plan', '--playbook', playbookFile ?? playbook, ...to];
    return nextCommand([...words, ...narrowed(like), ...lived(like)], { inventory });
  };
  return {
    resume: (runId) => nextCommand(['upgrade', 'resume', runId], given),
    settle: (runId) => nextCommand(['upgrade', 'resume', runId, '--settle'], given),
    approve: (name, runId) => nextCommand(['upgrade', 'approve', name, runId], given),
    rollback: (runId) => rollback(runId),
    abort: (runId) => nextCommand(['upgrade', 'abort', runId], given),
    plan,
    later: (of) => {
      const down = laterOf(of.nodes);
      const only = ['--only', down.map((address) => `node=${address}`).join(',')];
      const like = plan({ ...of, nodes: [], allowDown: 0 });
      return down.length === 0 ? undefined : `${like} ${shLine(only)}`;
    },
    again: (like, planFile) =>
      nextCommand(
        like.playbook === restartPlaybook
          ? ['restart', ...narrowed(like), ...lived(like)]
          : ['upgrade', 'run', planFile],
        given,
      ),
    begin: [
      nextCommand(['upgrade', 'run', 'plan.json'], given),
      nextCommand(['restart'], given),
    ].join(', or '),
    status: nextCommand(['upgrade', 'status'], given),
    health: nextCommand(['health', '--for', '90s'], given),
  };
}
