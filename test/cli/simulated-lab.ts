import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../src/execute/journal.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Ended, Running } from '../lab/ringward.ts';
import { runBin, startBin } from './run-bin.ts';

/** Three simulated nodes in a folder, which every process that is started in it sees as one cluster. */
export async function simulatedLab({ pace = 200 } = {}) {
  const folder = join(temporaryFolder(), 'lab');
  const run = (line: string) => runBin(folder, line);
  const mustRun = async (line: string): Promise<Ended> => {
    const ended = await run(line);
    if (ended.code === 0) return ended;
    throw new Error(`ringward ${line} ended ${String(ended.code)}:\n${ended.out}${ended.err}`);
  };
  await mustRunIn(join(folder, '..'), `lab up --simulated --dir ${folder} --pace ${pace}`);
  return {
    folder,
    run,
    mustRun,
    start: (line: string): Running => startBin(folder, line),
    nodes: () => readNodes(folder),
    /** Of the only run there was. */
    journal: () => readJournalOf(folder),
  };
}

async function mustRunIn(folder: string, line: string): Promise<void> {
  const { code, err } = await runBin(folder, line);
  if (code !== 0) throw new Error(`ringward ${line} ended ${String(code)}: ${err}`);
}

function readNodes(folder: string) {
  const text = readFileSync(join(folder, 'cluster.json'), 'utf8');
  const { nodes } = (JSON.parse(text) as ClusterFile).state;
  return nodes.map(({ stops, lives }) => ({ stops, release: lives.at(-1)?.release }));
}

function readJournalOf(folder: string): readonly UpgradeEvent[] {
  const runs = join(folder, '.local/state/ringward/ringward-simulated/runs');
  try {
    const [run = ''] = readdirSync(runs);
    const path = join(runs, run, 'journal.ndjson');
    return readJournal(readFileSync(path, 'utf8'), path);
  } catch {
    return [];
  }
}
