import { parseCompactionStats } from '../../src/parse/compactionstats.ts';
import type { Lab, Running } from './ringward.ts';

const limitMs = 60_000;

/**
 * Begins a major compaction of a table of keyspace `work` on a node, which is named by its number, and waits until
 * the node lists it: a look that begins then sees it from its first tick on.
 */
export async function compacting(lab: Lab, node: string, table = 'big'): Promise<Running> {
  const exec = ['lab', 'exec', '--dir', lab.dir, node];
  const running = lab.start(...exec, 'nodetool', 'compact', 'work', table);
  const until = Date.now() + limitMs;
  for (;;) {
    const { out } = await lab.mustRun(...exec, 'nodetool', 'compactionstats');
    if (lists(table, out)) return running;
    if (Date.now() > until)
      throw new Error(
        `no compaction of work.${table} on node ${node} within ${limitMs} ms:\n${out}`,
      );
  }
}

function lists(wanted: string, out: string): boolean {
  const parsed = parseCompactionStats(out);
  if (parsed.kind === 'unreadable') throw new Error(`${parsed.why}:\n${out}`);
  return parsed.value.active.some(({ keyspace, table }) => keyspace === 'work' && table === wanted);
}
