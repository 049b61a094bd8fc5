import type { Seen } from '../model/seen.ts';
import type { SourceValues } from '../model/snapshot.ts';
import { parseDf } from '../parse/df.ts';
import { runOnNode } from './command.ts';
import { missing, type NodeContext } from './context.ts';
import { askDataFolders } from './cql.ts';
import { readable } from './nodetool.ts';

/** A command of its own: it waits for a mount that hangs, and all else must not. */
export async function askFileSystems(
  context: NodeContext,
): Promise<Seen<SourceValues['file-systems']>> {
  const folders = await askDataFolders(context);
  if (folders.kind === 'missing') return folders;
  const ran = await runOnNode(context, ['df', '-P', '-k', ...folders.value]);
  if (ran.kind === 'missing') return ran;
  const { code, stdout, stderr } = ran.value;
  if (code !== 0) return missing(context, 'failed', stderr.trim() || `df: exit code ${code}`);
  return readable(context, 'file-systems', stdout, parseDf(stdout));
}
