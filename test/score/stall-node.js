// A node of the stalls' world as it is looked at: real snapshots, every 10 s, for the shipped detector.
import { stalledCompaction } from '../../dist/detect/stalled-compaction.js';
import { productionLimits } from '../../dist/model/limits.js';
import { drawCompaction, drawThrottle, follow } from './stall-world.js';

export const lookSeconds = 10;
const address = '10.0.0.1';
const lookBackMs = stalledCompaction.lookBackMs(productionLimits);

/**
 * `tasks` compactions at a time, each on a thread of its own; one follows the other without a break.
 * `partitions`: `large` or `giant`.
 */
export function newNode(random, tasks, partitions = 'large') {
  const conditions = { throttle: drawThrottle(random), tasks, partitions };
  const lanes = Array.from({ length: tasks }, () => newLane(random, conditions));
  return { throttle: conditions.throttle, lanes, series: [] };
}

let lastId = 0;

function newLane(random, conditions) {
  const lane = { random, conditions, cpuBefore: 0, frozenAt: Infinity };
  begin(lane, 0);
  return lane;
}

function begin(lane, second) {
  lane.task = drawCompaction(lane.random, lane.conditions);
  lane.id = `task-${(lastId += 1)}`;
  lane.begunAt = second;
  lane.at = follow(lane.task);
}

/** What is seen of a lane: its task, and the CPU seconds of its thread. */
function stateOf(lane, second) {
  const now = Math.min(second, lane.frozenAt);
  while (now - lane.begunAt >= lane.task.seconds) {
    lane.cpuBefore += lane.at(lane.task.seconds).cpu;
    begin(lane, lane.begunAt + lane.task.seconds);
  }
  const { seen, cpu } = lane.at(now - lane.begunAt);
  return { completed: Math.round(seen), cpu: lane.cpuBefore + cpu };
}

const still = {
  autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: true }] },
  'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 }] },
  disks: { devices: [] },
};

function snapshotOf(node, second) {
  const at = second * 1000;
  const states = node.lanes.map((lane) => stateOf(lane, second));
  const values = {
    ...still,
    'compaction-throughput': { mebibytesPerSecond: node.throttle },
    compactionstats: {
      pendingTasks: node.lanes.length,
      active: node.lanes.map((lane, i) => taskOf(lane, states[i].completed)),
    },
    'compaction-threads': { threads: states.map(threadOf) },
  };
  const seen = Object.entries(values).map(([source, value]) => [
    source,
    { kind: 'seen', at, value },
  ]);
  return { at, nodes: [{ address, sources: Object.fromEntries(seen) }] };
}

function taskOf({ id, task }, completed) {
  const total = Math.round(task.total);
  const known = { id, kind: 'compaction', keyspace: 'app', table: 'events', unit: 'bytes' };
  return { ...known, completed: Math.min(completed, total), total };
}

function threadOf({ cpu }, place) {
  const tid = 100 + place;
  return { tid, name: 'CompactionExecut', state: 'S', cpuNs: Math.round(cpu * 1e9) };
}

/**
 * One more look; older ones are kept for `keepMs`, or for as long as the detector asks for. Gives the ids of
 * the tasks that are called stuck as critical.
 */
export function lookAt(node, second, keepMs = lookBackMs) {
  const now = second * 1000;
  node.series = [...node.series, snapshotOf(node, second)].filter(({ at }) => now - at <= keepMs);
  const { findings } = stalledCompaction.detect(node.series, productionLimits);
  return findings
    .filter(({ state, severity }) => state === 'STUCK' && severity === 'critical')
    .map(({ subject }) => subject.split(' ').at(-1));
}

/** What was last seen of each lane. */
export function progressOf({ series }) {
  return series.at(-1).nodes[0].sources.compactionstats.value.active;
}
