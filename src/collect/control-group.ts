import { processFile } from '../model/host-files.ts';
import type { ControlGroup } from '../model/readings.ts';
import type { Missing, Seen } from '../model/seen.ts';
import { groupFiles, parseControlGroup } from '../parse/control-group.ts';
import { parseProcCgroup, type GroupFolders } from '../parse/proc-cgroup.ts';
import { missing, type NodeContext } from './context.ts';
import { complaintOf, readFiles, textOf, type ReadFiles } from './host-files.ts';
import { readable } from './nodetool.ts';

/** The group's files, as far as it is known where they are: asked for together with all others. */
export function knownGroupFiles({ groups, node }: NodeContext): readonly string[] {
  const known = groups?.get(node.address);
  return known ? groupFiles(known) : [];
}

/**
 * What limits the process, from an answer that names its group. Where the group is another one than at the
 * look before, as at the first, its files are read now: a round trip more.
 */
export async function askControlGroup(
  context: NodeContext,
  read: ReadFiles,
  pid: number,
): Promise<Seen<ControlGroup>> {
  const named = textOf(context, read, processFile(pid, 'cgroup'));
  if (named.kind === 'missing') return named;
  const folders = readable(context, 'cgroup', named.value, parseProcCgroup(named.value));
  if (folders.kind === 'missing') return folders;
  if (folders.value.path.includes('/..')) {
    const { path } = folders.value;
    return missing(
      context,
      'unsupported',
      `its control group ${path} is not to be seen from there`,
    );
  }
  const files = await groupFilesOf(context, read, folders.value);
  return files.kind === 'missing' ? files : groupIn(context, files.value, folders.value);
}

async function groupFilesOf(
  context: NodeContext,
  read: ReadFiles,
  folders: GroupFolders,
): Promise<Seen<ReadFiles>> {
  const { groups, node, ports } = context;
  const paths = groupFiles(folders);
  const isKnown = knownGroupFiles(context).join() === paths.join();
  groups?.set(node.address, folders);
  if (isKnown) return { kind: 'seen', at: ports.clock.now(), value: read };
  return await readFiles(context, paths);
}

function groupIn(context: NodeContext, read: ReadFiles, folders: GroupFolders): Seen<ControlGroup> {
  const paths = groupFiles(folders);
  const whyNot = paths.flatMap((path) => whyUnread(context, read, path) ?? []);
  if (whyNot[0]) return whyNot[0];
  const texts = paths.flatMap((path) => read.texts.get(path) ?? []);
  // A group without limits still has its counters.
  if (texts.length > 0) {
    return readable(context, 'cgroup', texts.join(''), parseControlGroup(folders, read.texts));
  }
  return missing(
    context,
    'unsupported',
    `nothing is to be seen of its control group ${folders.path}`,
  );
}

/** Undefined: it was read, or is told not to be there, as a limit that the group does not have. */
function whyUnread(context: NodeContext, read: ReadFiles, path: string): Missing | undefined {
  const text = textOf(context, read, path);
  const complaint = complaintOf(read, path);
  const isAbsent = complaint !== undefined && !isDenied(complaint);
  return text.kind === 'seen' || isAbsent ? undefined : text;
}

/** There, and not ours to read. */
export function isDenied(complaint: string): boolean {
  return /denied|not permitted/i.test(complaint);
}
