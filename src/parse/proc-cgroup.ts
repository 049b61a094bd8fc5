import type { Parsed } from '../model/parsed.ts';
import { groupsOf, linesOf, reading } from './reading.ts';

/** Where the kernel keeps what a control group is allowed, and used. */
export interface GroupFolders {
  /** The group, as /proc/<pid>/cgroup names it. */
  readonly path: string;
  readonly cpu: GroupFolder | undefined;
  readonly memory: GroupFolder | undefined;
}

export interface GroupFolder {
  readonly version: 1 | 2;
  /**
   * The first that is there counts. In a container the group may be named as its host knows it, while what
   * is mounted is the group itself.
   */
  readonly paths: readonly string[];
}

/**
 * /proc/<pid>/cgroup (man 7 cgroups): `0::/path` of version 2, `4:cpu,cpuacct:/path` for each hierarchy of
 * version 1. What both could hold version 1 holds.
 */
export function parseProcCgroup(text: string): Parsed<GroupFolders> {
  return reading(() => {
    const groups = linesOf(text).map(groupOf);
    const unified = groups.find(({ id }) => id === '0');
    const one = (controller: string) =>
      groups.find(({ controllers }) => controllers.includes(controller));
    const [cpu, memory] = [one('cpu'), one('memory')];
    return {
      path: (cpu ?? unified ?? memory)?.path ?? '',
      cpu: folderOf('cpu', cpu, unified),
      memory: folderOf('memory', memory, unified),
    };
  });
}

interface Group {
  readonly id: string;
  readonly controllers: readonly string[];
  readonly path: string;
}

const row = /^(?<id>\d+):(?<controllers>[^:]*):(?<path>\/.*)$/;

function groupOf(line: string): Group {
  const cell = groupsOf(row, line, 'not a line of /proc/PID/cgroup');
  return { id: cell('id'), controllers: cell('controllers').split(','), path: cell('path') };
}

function folderOf(
  controller: string,
  own: Group | undefined,
  unified: Group | undefined,
): GroupFolder | undefined {
  if (own) return { version: 1, paths: pathsIn(`/sys/fs/cgroup/${controller}`, own.path) };
  return unified && { version: 2, paths: pathsIn('/sys/fs/cgroup', unified.path) };
}

function pathsIn(root: string, path: string): readonly string[] {
  return path === '/' ? [root] : [`${root}${path}`, root];
}
