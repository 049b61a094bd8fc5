import type { CompactionDecorations } from '../../../src/simulate/say/compactionstats.ts';
import type { ClusterDecorations } from '../../../src/simulate/say/describecluster.ts';
import type { GossipBlock, GossipDecorations } from '../../../src/simulate/say/gossipinfo.ts';
import type { InfoDecorations } from '../../../src/simulate/say/info.ts';
import type { SnapshotRow } from '../../../src/simulate/say/listsnapshots.ts';
import type { NetstatsDecorations, StreamPlan } from '../../../src/simulate/say/netstats.ts';
import type { StatusDecorations } from '../../../src/simulate/say/status.ts';
import type { HistogramDecorations } from '../../../src/simulate/say/proxyhistograms.ts';
import type { TpstatsDecorations } from '../../../src/simulate/say/tpstats.ts';

/** What a recorded text holds beyond its reading, cut out of it. */

export function statusDecorations(text: string): StatusDecorations {
  const rows = [
    ...text.matchAll(
      /^[UD?][NLJM] +(\S+) .*?(?:([\d.]+)%|\?) +(?:[\w-]{36}|null)(?: +(-?\d{5,}) )?/gm,
    ),
  ];
  const note = /^Note: (.*)$/m.exec(text)?.[1];
  const owns = rows.filter(([, , share]) => share !== undefined);
  const tokens = rows.filter(([, , , token]) => token !== undefined);
  return {
    owns: Object.fromEntries(owns.map(([, address = '', share]) => [address, Number(share) / 100])),
    tokens: Object.fromEntries(tokens.map(([, address = '', , token = '']) => [address, token])),
    ...(note === undefined ? {} : { note }),
  };
}

export function infoDecorations(text: string): InfoDecorations {
  const lines = text.matchAll(/^([A-Z][^:]*?) *: (.*)$/gm);
  const values = Object.fromEntries([...lines].map(([, label = '', value = '']) => [label, value]));
  return { 'Chunk Cache': null, 'Network Cache': null, ...values };
}

export function netstatsDecorations(text: string): NetstatsDecorations {
  const plans: { id: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const id = /^\S.* ([\da-f]{8}-[\da-f-]{27})$/.exec(line)?.[1];
    if (id !== undefined) plans.push({ id, lines: [] });
    else if (line.startsWith('    ')) plans.at(-1)?.lines.push(line);
  }
  const number = (label: string) => Number(text.split(`\n${label}: `)[1]?.split('\n')[0]);
  const rows = [...text.matchAll(/^(\w+ messages) +n\/a +(\d+) +(\d+) +(\d+)$/gm)];
  return {
    plans: plans satisfies readonly StreamPlan[],
    readRepairs: {
      attempted: number('Attempted'),
      blocking: number('Mismatch (Blocking)'),
      background: number('Mismatch (Background)'),
    },
    messages: Object.fromEntries(
      rows.map(([, name = '', pending, completed, dropped]) => [
        name,
        { pending: Number(pending), completed: Number(completed), dropped: Number(dropped) },
      ]),
    ),
  };
}

export function gossipDecorations(text: string): GossipDecorations {
  const blocks = text.split(/^\//m).slice(1);
  return Object.fromEntries(
    blocks.map((block) => [block.split('\n')[0] ?? '', gossipBlock(block)] as const),
  );
}

function gossipBlock(block: string): GossipBlock {
  const states = [...block.matchAll(/^ {2}([A-Z_]+):(\d+):(.*)$/gm)];
  const valueOf = (name: string) => states.find(([, state]) => state === name)?.[3] ?? '';
  return {
    isSelf: valueOf('INTERNAL_IP') !== '',
    loadBytes: Number(valueOf('LOAD')),
    token: valueOf('STATUS_WITH_PORT').split(',')[1] ?? '',
    versions: Object.fromEntries(states.map(([, state = '', version]) => [state, Number(version)])),
  };
}

export function compactionDecorations(text: string): CompactionDecorations {
  const number = (label: string) => {
    const found = new RegExp(`^${label} +([\\d.]+)`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const isTable = text.startsWith('concurrent compactors');
  const rows = isTable
    ? (text.split(/^pending tasks .*\n/m)[1]?.split('compactions completed')[0] ?? '').matchAll(
        /^(\S+) +(\S+) +(\d+) *$/gm,
      )
    : text.matchAll(/^- (\w+)\.(\w+): (\d+)$/gm);
  const counters = {
    concurrentCompactors: number('concurrent compactors'),
    compactionsCompleted: number('compactions completed'),
    bytesCompacted: number('data compacted'),
    compressedBytesCompacted: number('compressed data compacted'),
    aborted: number('compactions aborted'),
    reduced: number('compactions reduced'),
    sstablesDropped: number('sstables dropped from compaction'),
    per15Minutes: number('15 minute rate'),
    perHour: number('mean rate'),
    throughputMiBPerSecond: number('compaction throughput \\(MiB/s\\)'),
  };
  const known = Object.entries(counters).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(known) as CompactionDecorations),
    pendingByTable: [...rows].map(([, keyspace = '', table = '', count]) => ({
      keyspace,
      table,
      count: Number(count),
    })),
  };
}

export function tpstatsDecorations(text: string): TpstatsDecorations {
  const rows = text.matchAll(/^([A-Z_]\w+) +\d+ +([\d.E]+) +([\d.E]+) +([\d.E]+) +([\d.E]+) *$/gm);
  return {
    waits: Object.fromEntries(
      [...rows].map(([, message = '', ...waits]) => [message, waits.map(Number)]),
    ),
  };
}

export function histogramDecorations(text: string): HistogramDecorations {
  const rows = text.matchAll(/^(\d+%|Min|Max) +([\d. ]+)$/gm);
  return {
    micros: Object.fromEntries(
      [...rows].map(([, name = '', cells = '']) => [name, cells.trim().split(/ +/).map(Number)]),
    ),
  };
}

export function clusterDecorations(text: string): ClusterDecorations {
  const number = (label: string) =>
    Number(new RegExp(`^\\t${label}: (\\d+)$`, 'm').exec(text)?.[1]);
  const dcs = [...text.matchAll(/^\t(.*) #Nodes: (\d+) #Down: (\d+)$/gm)];
  const keyspaces = [...text.matchAll(/^\t(\S+) -> Replication class: (.*)$/gm)];
  return {
    snitch: /^\tSnitch: (.*)$/m.exec(text)?.[1] ?? '',
    isSnitchDynamic: text.includes('DynamicEndPointSnitch: enabled'),
    counts: {
      live: number('Live'),
      joining: number('Joining'),
      moving: number('Moving'),
      leaving: number('Leaving'),
      unreachable: number('Unreachable'),
    },
    dcs: dcs.map(([, name = '', nodes, down]) => ({
      name,
      nodes: Number(nodes),
      down: Number(down),
    })),
    keyspaces: Object.fromEntries(keyspaces.map(([, name = '', text = '']) => [name, text])),
  };
}

/** Every cell of every row: sizes and times are read by nobody. */
export function snapshotRows(text: string): readonly SnapshotRow[] {
  const lines = text.split('\n');
  const head = lines.find((line) => line.startsWith('Snapshot name')) ?? '';
  const starts = [...head.matchAll(/[A-Z][a-z]+(?: [a-z]+)*/g)].map(({ index }) => index);
  const rows = head === '' ? [] : lines.slice(lines.indexOf(head) + 1, lines.indexOf('', 2));
  return rows.map((line) => {
    const cells = starts.map((from, at) => line.slice(from, starts[at + 1]).trim());
    const [name = '', keyspace = '', table = '', ...printed] = cells;
    return { name, keyspace, table, printed };
  });
}
