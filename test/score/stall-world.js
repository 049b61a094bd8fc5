// Compactions as a seeded world: what one does at any second, and what of it is seen. Cassandra moves the
// counter every 100 rows only, pays the throttle in one pause after a partition was written, and closes the
// new SSTables with the counter at its end. No figure here is from the field: they are wide on purpose.

const mega = 1e6;
const mebi = 1024 * 1024;

/** A generator of numbers in 0..1 that gives the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each factor is as likely as any other. */
function between(random, from, to) {
  return from * (to / from) ** random();
}

function exponential(random, mean) {
  return -mean * Math.log(1 - random());
}

function oneOf(random, weighted) {
  let left = random() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  return weighted.find(([weight]) => (left -= weight) < 0)?.[1] ?? weighted[0][1];
}

/** MiB/s for all compactions of a node; 0 = none. 64 is the default from 4.1 on, 16 was it before. */
export function drawThrottle(random) {
  return oneOf(random, [
    [0.6, 64],
    [0.3, 16],
    [0.1, 0],
  ]);
}

/** What a table is like decides how its compactions go on. */
function drawTable(random, throttle, tasks) {
  const kind = oneOf(random, [
    [0.5, 'plain'],
    [0.25, 'wide rows'],
    [0.25, 'large partitions'],
  ]);
  const rowBytes = kind === 'wide rows' ? between(random, 1e4, 1e6) : between(random, 100, 2e4);
  const speed = between(random, 15 * mega, 120 * mega);
  const compression = between(random, 0.2, 1);
  const cpu = between(random, 0.15, 0.95);
  // Progress is counted in uncompressed bytes, the throttle in compressed ones.
  const paid = throttle > 0 ? (throttle * mebi) / compression : Infinity;
  return { kind, grain: 100 * rowBytes, speed, cpu, paid, allowed: paid / tasks };
}

/** Part of a compaction: `seconds`, the `bytes` read in it, its thread's share of one CPU. */
function steady(table, bytes, slowdown = 1) {
  const rate = Math.min(table.speed / slowdown, table.allowed);
  return { seconds: bytes / rate, bytes, cpu: (table.cpu * rate) / table.speed, isHidden: false };
}

/** Fewer than 100 rows: all of it is seen when it is over. */
function hidden(table, bytes) {
  return { ...steady(table, bytes), isHidden: true };
}

/** Written as fast as the machine can, then paid for at the whole throttle without doing anything. */
function largePartition(table, bytes) {
  const written = { seconds: bytes / table.speed, bytes, cpu: table.cpu, isHidden: false };
  return [written, pause(bytes / table.paid)];
}

function pause(seconds) {
  return { seconds, bytes: 0, cpu: 0, isHidden: true };
}

const secondsBetweenEvents = 60;
/** Cassandra warns of partitions from 100 MB on. What is `giant` is ten times that, and more. */
const partitionBytes = {
  large: { from: 100 * mega, to: 1_000 * mega },
  giant: { from: 1_000 * mega, to: 10_000 * mega },
};

/** Many small ones, few large ones. */
function drawPartition(random, { from, to }) {
  return Math.min(to, from / (1 - random()) ** (1 / 1.3));
}

function drawEvent(random, table, partitions) {
  const event = oneOf(random, [
    [table.kind === 'wide rows' ? 0.7 : 0, 'hidden'],
    [table.kind === 'large partitions' ? 0.7 : 0, 'partition'],
    [0.2, 'slow device'],
    [0.1, 'halt'],
  ]);
  if (event === 'hidden') return [hidden(table, between(random, 100 * mega, 1_600 * mega))];
  if (event === 'partition') {
    return largePartition(table, drawPartition(random, partitionBytes[partitions]));
  }
  if (event === 'halt') return [pause(between(random, 1, 30))];
  return [steady(table, between(random, 200 * mega, 2_000 * mega), between(random, 2, 8))];
}

/** The new SSTables are closed: at first with some work, then waiting for the disk. */
function finishing(random) {
  const seconds = between(random, 1, 120);
  return [{ seconds: seconds / 2, bytes: 0, cpu: 0.3, isHidden: true }, pause(seconds / 2)];
}

/** A compaction from its first byte to its end, one of `tasks` that share a throttle of so many MiB/s. */
export function drawCompaction(random, { throttle, tasks, partitions }) {
  const table = drawTable(random, throttle, tasks);
  const wanted = between(random, 500 * mega, 300_000 * mega);
  const parts = [];
  let total = 0;
  while (total < wanted) {
    const seconds = exponential(random, secondsBetweenEvents);
    const quiet = steady(table, seconds * Math.min(table.speed, table.allowed));
    const next = [quiet, ...drawEvent(random, table, partitions)];
    parts.push(...next);
    total += next.reduce((sum, part) => sum + part.bytes, 0);
  }
  parts.push(...finishing(random));
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  return { grain: table.grain, total, parts, seconds };
}

/** The second at which so many bytes were read. */
export function secondOf({ parts }, bytes) {
  let [second, before] = [0, 0];
  for (const part of parts) {
    if (before + part.bytes > bytes) return second + (part.seconds * (bytes - before)) / part.bytes;
    second += part.seconds;
    before += part.bytes;
  }
  return second;
}

/**
 * Follows one compaction in time: `at(second)` gives the bytes that are seen and the CPU seconds used so far.
 * Seconds must not go back.
 */
export function follow({ parts, grain }) {
  let place = 0;
  let [second, bytes, cpu, seen] = [0, 0, 0, 0];
  return (now) => {
    while (place < parts.length && second + parts[place].seconds <= now) {
      const part = parts[place];
      second += part.seconds;
      bytes += part.bytes;
      cpu += part.cpu * part.seconds;
      seen = Math.floor(bytes / grain) * grain;
      place += 1;
    }
    const part = parts[place];
    if (!part) return { seen, cpu };
    const share = (now - second) / part.seconds;
    const readHere = part.isHidden ? 0 : share * part.bytes;
    return {
      seen: part.isHidden ? seen : Math.floor((bytes + readHere) / grain) * grain,
      cpu: cpu + part.cpu * (now - second),
    };
  };
}
