import { fillArgv } from '../model/argv-template.ts';
import type { LogTail } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import { parseLogLines } from '../parse/log-lines.ts';
import { runOnNode } from './command.ts';
import { missing, seen, type NodeContext } from './context.ts';

/** The newest lines of the node's log, by the inventory's `log` command. */
export async function askLog(context: NodeContext): Promise<Seen<LogTail>> {
  const { address, home, commands } = context.node;
  if (!commands.log) {
    return missing(context, 'unsupported', 'the inventory has no command `log`');
  }
  const ran = await runOnNode(context, fillArgv(commands.log, { address, home }));
  if (ran.kind === 'missing') return ran;
  const { code, stdout, stderr } = ran.value;
  if (code !== 0) {
    const why = stderr.trim().split('\n').at(-1) ?? '';
    return missing(context, 'failed', `log: ${why || `exit code ${code}`}`);
  }
  const parsed = parseLogLines(stdout);
  // A layout of the operator's own is no trouble of the node.
  return parsed.kind === 'parsed'
    ? seen(context, parsed.value)
    : missing(context, 'unsupported', `the log is not in Cassandra's layout: ${parsed.why}`);
}
