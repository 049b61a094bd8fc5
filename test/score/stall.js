// The shipped detector of stalled compactions on healthy ones, and on such as freeze.
import { atLeast, atMost, counted } from './bars.js';
import { lookAt, lookSeconds, newNode, progressOf } from './stall-node.js';
import { secondOf, seeded } from './stall-world.js';

const named = { healthyHours: 1_000, frozen: 1_000 };
const nodeHours = 10;
const hourSeconds = 3_600;
const stallSeconds = 60;
/** From here on a task counts as finishing, and is no stall for 10 minutes. */
const bodyShare = 0.985;
const soonSeconds = 90;

/** Compactions at a time on a node, and for how many hours of compaction in all. */
const healthy = [
  { tasks: 1, hours: 700, seed: 1 },
  { tasks: 2, hours: 200, seed: 2 },
  { tasks: 4, hours: 120, seed: 3 },
];

/** Healthy nodes for so many hours of compaction: how often one was called stuck, once for each time it stood still. */
function watchHealthy({ tasks, hours, seed, partitions }) {
  const random = seeded(seed);
  const sum = { hours: 0, looks: 0, falseStuck: 0, gaps: 0 };
  while (sum.hours < hours) {
    const node = newNode(random, tasks, partitions);
    const stands = node.lanes.map(() => ({ since: 0 }));
    for (let second = 0; second < nodeHours * hourSeconds; second += lookSeconds) {
      const stuck = new Set(lookAt(node, second));
      sum.looks += 1;
      progressOf(node).forEach(({ id, completed }, lane) => {
        const stand = stands[lane];
        if (stand.id !== id || stand.completed !== completed) {
          stands[lane] = { id, completed, since: second };
          return;
        }
        if (second - stand.since === stallSeconds) sum.gaps += 1;
        if (stuck.has(id) && !stand.isCalled) sum.falseStuck += 1;
        stand.isCalled ||= stuck.has(id);
      });
    }
    sum.hours += nodeHours * tasks;
  }
  return sum;
}

function printHealthy(what, { hours, looks, falseStuck, gaps }) {
  console.log(
    `    ${what}: ${hours} h, ${looks} looks, ${gaps} times 60 s or more without progress, ${falseStuck} false STUCK`,
  );
}

/** One that freezes at a random byte: after how many seconds it is critical; undefined within `limitSeconds`: never. */
function watchFrozen(random, tasks, limitSeconds) {
  const node = newNode(random, tasks);
  const [lane] = node.lanes;
  const { id, task } = lane;
  lane.frozenAt = secondOf(task, random() * bodyShare * task.total);
  const begin = Math.max(0, lane.frozenAt - 300 - lookSeconds * random());
  for (let second = begin; second < lane.frozenAt + limitSeconds; second += lookSeconds) {
    const isStuck = lookAt(node, second, limitSeconds * 1000).includes(id);
    if (isStuck && second >= lane.frozenAt) return second - lane.frozenAt;
  }
  return undefined;
}

function watchManyFrozen({ tasks, count, seed, limitSeconds }) {
  const random = seeded(seed);
  const delays = Array.from({ length: count }, () => watchFrozen(random, tasks, limitSeconds));
  const found = delays.filter((delay) => delay !== undefined).sort((a, b) => a - b);
  const [median, largest] = [found[Math.floor(found.length / 2)] ?? NaN, found.at(-1) ?? NaN];
  const soon = found.filter((delay) => delay <= soonSeconds).length;
  return { count, found: found.length, soon, median, largest };
}

function printFrozen(what, { count, found, soon, median, largest }) {
  console.log(
    `    ${what}: ${found} of ${count} found, ${soon} within ${soonSeconds} s;` +
      ` after ${median.toFixed(0)} s (median), ${largest.toFixed(0)} s at most`,
  );
}

export function scoreOnStalls() {
  const results = healthy.map((wanted) => {
    const result = watchHealthy(wanted);
    printHealthy(`healthy, ${wanted.tasks} at a time`, result);
    return result;
  });
  const sum = (key) => results.reduce((all, one) => all + one[key], 0);
  const alone = watchManyFrozen({ tasks: 1, count: 1_000, seed: 4, limitSeconds: 600 });
  printFrozen('frozen, alone', alone);
  const beside = watchManyFrozen({ tasks: 2, count: 200, seed: 5, limitSeconds: 900 });
  printFrozen('frozen beside another, no bar', beside);
  const giant = watchHealthy({ tasks: 1, hours: 100, seed: 6, partitions: 'giant' });
  printHealthy('partitions of 1 to 10 GB, healthy, no bar', giant);
  counted('healthy compaction-hours', sum('hours'), named.healthyHours);
  counted('frozen compactions', alone.count, named.frozen);
  atMost('false STUCK in all healthy hours', sum('falseStuck'), 0, 0);
  atLeast('frozen alone and found, %', (100 * alone.found) / alone.count, 100);
  atMost('largest time until a frozen one is found, s', alone.largest, soonSeconds);
}
