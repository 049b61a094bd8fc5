import { detectAll } from '../../src/detect/index.ts';
import type { Severity } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { toHealthReport, type HealthReport } from '../../src/report/health-report.ts';
import {
  calmActivity,
  device,
  failed,
  healthyThree,
  look,
  looks,
  ring,
  task,
  threads,
  type Answers,
} from '../detect/series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

/** The real detectors' answer for a series. */
export function reportOf(series: Series, failOn: Severity = 'warning'): HealthReport {
  return toHealthReport({
    toolVersion: '0.1.0',
    cluster: 'ringward-lab',
    limits: productionLimits,
    failOn,
    nodes: [],
    series,
    detections: detectAll(series, productionLimits),
  });
}

/** Everything that the detectors ask, from a calm node. */
function calm(second: number, node: string): Answers {
  const atBoot = Number(node.at(-1)) * 1_000_000;
  return {
    compactionstats: { pendingTasks: 0, active: [] },
    autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: true }] },
    'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 }] },
    'compaction-throughput': { mebibytesPerSecond: 64 },
    'compaction-threads': threads(100),
    netstats: { mode: 'NORMAL', streams: [] },
    disks: { devices: [device(100 * second + atBoot, 1)] },
    'io-pressure': { someAvg10: 1, fullAvg10: 0 },
    tpstats: { pools: [], dropped: [{ message: 'MUTATION_REQ', count: 0 }] },
    log: { entries: [], newestTime: '2026-11-24 19:00:00,000', gone: [] },
    'pending-hints': { targets: [] },
    'file-systems': {
      mounts: [{ device: '/dev/vda1', mount: '/data', totalBytes: 1e11, availableBytes: 5e10 }],
    },
    ...calmActivity,
    'client-view': { requests: 450, errors: {}, p50Ms: 1.1, p99Ms: 4.2, latencyTenths: new Map() },
  };
}

export function healthySeries(): Series {
  return looks(90, 10, (second) => healthyThree((node) => calm(second, node)));
}

/** A stuck compaction, dropped mutations, autocompaction off; the third node is down. */
export function troubledSeries(): Series {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  return looks(90, 10, (second) =>
    healthyThree((node) =>
      node === c ? silent() : { ...calm(second, node), status: view, ...trouble(node, second) },
    ),
  );
}

function trouble(node: string, second: number): Answers {
  if (node === a) {
    return { compactionstats: { pendingTasks: 2, active: [task(5_000_000_000)] } };
  }
  return {
    autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: false }] },
    'sstable-counts': {
      tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 + Math.floor(second / 30) }],
    },
    tpstats: { pools: [], dropped: [{ message: 'MUTATION_REQ', count: second / 10 }] },
  };
}

function silent(): Answers {
  const sources = [...Object.keys(calm(0, c)), 'status', 'info', 'gossipinfo', 'cql-local'];
  const refused = failed('unreachable', 'connection refused');
  return Object.fromEntries(sources.map((source) => [source, refused]));
}

/** One look in which one nodetool hangs although its peers see it up. */
export function hangingSeries(): Series {
  const hangs = failed('timed-out', 'no answer in 20 s');
  const nodetool = ['status', 'info', 'gossipinfo', 'compactionstats', 'tpstats'];
  return [
    look(
      0,
      healthyThree((node) => ({
        ...calm(0, node),
        ...(node === b ? Object.fromEntries(nodetool.map((source) => [source, hangs])) : {}),
      })),
    ),
  ];
}

export const hostileText = 'rack\u001b[2J\u202e\u009b1m\nb|<b>`x`';

/** A cluster whose names try to write on the terminal. */
export function hostileSeries(): Series {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' }, { rack: hostileText, dc: '東京' });
  return [
    look(
      0,
      healthyThree((node) => ({
        ...calm(0, node),
        status: view,
        ...(node === c ? { 'cql-local': failed('failed', hostileText) } : {}),
        autocompaction: { tables: [{ keyspace: hostileText, table: 't', running: false }] },
      })),
    ),
  ];
}
