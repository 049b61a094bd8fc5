import { sameLine, type Playbook } from '../model/playbook.ts';
import {
  compareVersions,
  isSameVersion,
  parseVersion,
  releaseLine,
  type CassandraVersion,
} from '../model/version.ts';
import {
  linesBetween,
  linesThatMayGoTo,
  linesWithWayBackTo,
} from '../rules/upgrade/release-lines.ts';
import type { Member } from './members.ts';
import { refused, usage, type PlanProblem } from './problem.ts';

/** Does what was asked for fit the playbook at all? Known before the cluster is looked at. */
export function targetProblems(
  playbook: Playbook,
  toVersion: string | undefined,
): readonly PlanProblem[] {
  if (playbook.to === undefined)
    return toVersion === undefined ? [] : [unwanted(playbook, toVersion)];
  const target = toVersion === undefined ? undefined : parseVersion(toVersion);
  if (toVersion === undefined || !target || !isRelease(toVersion)) {
    return [noTarget(playbook.to, toVersion)];
  }
  if (playbook.to === sameLine || releaseLine(target) === playbook.to) return [];
  return [
    usage(
      `playbook ${playbook.name} goes to ${playbook.to}, not to ${toVersion}`,
      `give a release of ${playbook.to}, or another playbook`,
    ),
  ];
}

/** May these nodes go to this version with this playbook? Empty: yes. */
export function versionProblems(
  playbook: Playbook,
  toVersion: string | undefined,
  members: readonly Member[],
): readonly PlanProblem[] {
  const wrong = targetProblems(playbook, toVersion);
  if (wrong.length > 0) return wrong;
  const target = toVersion === undefined ? undefined : parseVersion(toVersion);
  if (toVersion === undefined || !target) return mixed(members, undefined);
  const behind = members.filter(({ release }) => !isSameVersion(release, toVersion));
  if (members.length > 0 && behind.length === 0) {
    return [usage(`every node runs ${toVersion} already`, 'there is nothing to do')];
  }
  return [
    ...mixed(behind, toVersion),
    ...behind.flatMap((node) => hop(node, target, toVersion, playbook)),
  ];
}

/** `5.0.8`, `5.0-rc1`; not `5.0`, which names many releases, and none that could be installed. */
function isRelease(version: string): boolean {
  return version.trim() === version && !/^\d+\.\d+$/.test(version);
}

function noTarget(to: string, toVersion: string | undefined): PlanProblem {
  const what = toVersion === undefined ? 'no target version' : `"${toVersion}" is no release`;
  const line = to === sameLine ? '5.0' : to;
  return usage(what, `give the whole release to go to, such as --to ${line}.8`);
}

function unwanted({ name }: Playbook, toVersion: string): PlanProblem {
  return usage(
    `playbook ${name} changes no version, and ${toVersion} was asked for`,
    'leave --to out, or give a playbook that has from and to',
  );
}

/** One release on all nodes that are not yet on the target. */
function mixed(behind: readonly Member[], toVersion: string | undefined): readonly PlanProblem[] {
  const releases = [...new Set(behind.map(({ release }) => release))].sort();
  if (releases.length <= 1) return [];
  const target = toVersion === undefined ? '' : ` beside ${toVersion}`;
  return [
    refused(
      `the nodes run different releases${target}: ${releases.join(', ')}`,
      'bring all nodes to one release first',
    ),
  ];
}

function hop(
  { address, release }: Member,
  target: CassandraVersion,
  toVersion: string,
  playbook: Playbook,
): readonly PlanProblem[] {
  const from = parseVersion(release);
  if (!from)
    return [
      refused(
        `${address} runs "${release}", which is no version known here`,
        'nothing was planned',
      ),
    ];
  if (compareVersions(from, target) > 0 && !isWayBack(from, target, playbook)) {
    return [
      refused(
        `${address} runs ${release}, newer than ${toVersion}`,
        'a downgrade is not an upgrade run backwards: files of the newer version may be unreadable',
      ),
    ];
  }
  return skippedLine(address, from, target, playbook);
}

/** The playbook says so, and with this step the older line has been shown to start on what the newer one wrote. */
function isWayBack(from: CassandraVersion, target: CassandraVersion, playbook: Playbook): boolean {
  const [line, older] = [releaseLine(from), releaseLine(target)];
  const isDeclared = playbook.from?.includes(line) === true;
  const isCleared = playbook.steps.some(({ kind }) => kind === 'clear-compaction-history');
  return isDeclared && isCleared && linesWithWayBackTo(older).includes(line);
}

function skippedLine(
  address: string,
  from: CassandraVersion,
  target: CassandraVersion,
  playbook: Playbook,
): readonly PlanProblem[] {
  const line = releaseLine(from);
  const declared = [...(playbook.from ?? []), releaseLine(target)];
  const possible = [
    ...linesWithWayBackTo(releaseLine(target)),
    ...(linesThatMayGoTo(releaseLine(target)) ?? declared),
  ];
  if (declared.includes(line) && possible.includes(line)) return [];
  if (playbook.to === sameLine) {
    return [
      refused(
        `${address} runs a ${line}, and ${playbook.name} stays within a release line`,
        `give a release of ${line}, or another playbook: ringward playbook list`,
      ),
    ];
  }
  return [
    refused(
      `${address} runs a ${line}, and ${playbook.name} goes from ${declared.slice(0, -1).join(', ')}`,
      wayText(line, releaseLine(target), possible),
    ),
  ];
}

/** From which line to which, step by step; one hop that Cassandra takes and the playbook does not name is told too. */
function wayText(from: string, to: string, possible: readonly string[]): string {
  const between = linesBetween(from, to);
  const way = between && [from, ...between.map((lines) => lines.join('/')), to].join(' → ');
  const alone = `Cassandra ${to} can be reached from ${possible.slice(0, -1).join(', ')}`;
  if (!possible.includes(from)) return way ? `go ${way}` : `${alone}: go there first`;
  const own = `a playbook of your own may take it in one hop, with from: [${from}]`;
  return way ? `go ${way}; ${own}` : own;
}
