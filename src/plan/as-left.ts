import { groupBy } from '../model/group-by.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot, SourceId } from '../model/snapshot.ts';
import { isSameVersion } from '../model/version.ts';
import { refused, type PlanProblem } from './problem.ts';
import { playbookBack } from './steps-back.ts';

/** By address, releases. */
export interface Standings {
  /** On which the run left the node; several: on any of them, for it was part-way. */
  readonly left: ReadonlyMap<string, readonly string[]>;
  /** Which the node says it runs now; absent: it gave no answer. */
  readonly now: ReadonlyMap<string, string>;
}

/** What tells the release of a node by its own word. */
export const releaseSources: readonly SourceId[] = ['cql-local', 'gossipinfo'];

/**
 * The release of each node by its own word: over CQL, or, where it lets nobody in, by what it gossips. What its peers
 * remember of one that is silent may be older than its last start. Needs `releaseSources`.
 */
export function ownReleases({ nodes }: Snapshot): Standings['now'] {
  return new Map(
    nodes.flatMap(({ address, sources }) => {
      const gossip = valueOf(sources.gossipinfo)?.endpoints;
      const release =
        valueOf(sources['cql-local'])?.releaseVersion ??
        gossip?.find((endpoint) => endpoint.address === address)?.releaseVersion;
      return release === undefined ? [] : [[address, release] as const];
    }),
  );
}

/** Nodes that somebody else has rolled since: what the journal says is not what they are. */
export function notAsLeft(
  runId: string,
  { nodes }: Plan,
  { left, now }: Standings,
  next: Pick<NextCommands, 'plan'>,
): PlanProblem | undefined {
  const others = nodes.flatMap(({ address, fromVersion }) => {
    const runs = now.get(address);
    const known = left.get(address) ?? [];
    if (runs === undefined || known.some((release) => isSameVersion(release, runs))) return [];
    return [{ address, runs, leftOn: known.join(' or '), back: wayFrom(runs, fromVersion, next) }];
  });
  if (others.length === 0) return undefined;
  const told = [...groupBy(others, ({ runs, leftOn }) => `${runs} ${leftOn}`).values()].flatMap(
    (alike) => {
      const [first] = alike;
      const addresses = alike.map(({ address }) => address).join(', ');
      const [run, it] = alike.length === 1 ? ['runs', 'it'] : ['run', 'them'];
      return first
        ? [`${addresses} ${run} ${first.runs}, the run left ${it} on ${first.leftOn}`]
        : [];
    },
  );
  const back = others.map((other) => other.back).find((command) => command !== undefined);
  return refused(
    `the nodes are not as run ${runId} left them: ${told.join('; ')}`,
    'another run came after it, and tells what it did where it was begun: ringward upgrade status' +
      (back === undefined ? '' : `; the way back from there is a plan of its own: ${back}`),
  );
}

/** Undefined: no playbook leads back. */
function wayFrom(
  release: string,
  to: string,
  next: Pick<NextCommands, 'plan'>,
): string | undefined {
  const playbook = playbookBack(release, to);
  return playbook && next.plan({ playbook, toVersion: to });
}

/** Those of which only the journal tells what they run. */
export function silentNotes(runId: string, { nodes }: Plan, { now }: Standings): readonly string[] {
  const silent = nodes.map(({ address }) => address).filter((address) => !now.has(address));
  if (silent.length === 0) return [];
  const [it, runs] = silent.length === 1 ? ['it', 'runs'] : ['they', 'run'];
  return [
    `no answer from ${silent.join(', ')}: which release ${it} ${runs} is told by the journal of run ${runId} alone`,
  ];
}
