// The shipped judge of the soak on nodes of a simulated world: healthy ones, and such as came back slower.
import { shareAtMost } from '../../dist/model/binomial.js';
import { usualOf } from '../../dist/rules/soak/block-effects.js';
import { judgeSoak } from '../../dist/rules/soak/judge-soak.js';
import { nonePooled } from '../../dist/rules/soak/pooled.js';
import { atLeast, atMost, counted } from './bars.js';
import { quantile, soakMany } from './soak-world.js';

const named = { healthy: 100_000, slower: 10_000, slowWarmUp: 5_000 };
const enoughLooks = 10;

const judge = (peers, isDecayed) => (before) => {
  const usual = usualOf(before, enoughLooks, peers > 1);
  return (after) =>
    judgeSoak({
      peers,
      isDecayed,
      latencies: [{ latency: 'reads', usual, after, done: nonePooled }],
    }).kind;
};

function run(what, { peers = 5, isDecayed = false, ...wanted }) {
  const every = isDecayed ? { everySeconds: 60 } : {};
  const ran = soakMany(judge(peers, isDecayed), { peers, isDecayed, ...every, ...wanted });
  const { runs, continued, stopped, held } = ran;
  const times = (sorted) => `${quantile(sorted, 0.5)} s (p95 ${quantile(sorted, 0.95)})`;
  console.log(
    `    ${what}: ${runs} nodes; STOP ${stopped.length}${stopped.length > 0 ? ` after ${times(stopped)}` : ''},` +
      ` HOLD ${held}, CONTINUE ${continued.length}${continued.length > 0 ? ` after ${times(continued)}` : ''}`,
  );
  return ran;
}

export function scoreOnSoaks() {
  const healthy = run('healthy, 5 peers', { seed: 1, runs: named.healthy });
  const slower = run('2 x, 5 peers', { seed: 2, runs: named.slower, slower: 2 });
  run('1.5 x, 5 peers, no bar', { seed: 3, runs: 5_000, slower: 1.5 });
  run('healthy, 10 min of baseline, no bar', { seed: 4, runs: 10_000, beforeSeconds: 600 });
  run('healthy, 2 peers, no bar', { seed: 5, runs: 10_000, peers: 2 });
  run('2 x, 2 peers, no bar', { seed: 6, runs: 5_000, peers: 2, slower: 2 });
  run('healthy, by nodetool, no bar', { seed: 7, runs: 10_000, isDecayed: true });
  run('2 x, by nodetool, no bar', { seed: 8, runs: 5_000, isDecayed: true, slower: 2 });
  run('very cold caches, 5 peers, no bar', { seed: 9, runs: 5_000, taus: [300, 600] });
  const cold = run('very cold caches, by nodetool', {
    ...{ seed: 10, runs: named.slowWarmUp, taus: [300, 600], isDecayed: true },
  });
  counted('healthy nodes', healthy.runs, named.healthy);
  counted('nodes that came back slower', slower.runs, named.slower);
  counted('nodes with very cold caches', cold.runs, named.slowWarmUp);
  const falseStop = shareAtMost(healthy.stopped.length, healthy.runs);
  atMost('false STOP per 10,000 nodes (95 % upper bound)', 1e4 * falseStop, 1, 2);
  atMost('healthy: CONTINUE, p95, s', quantile(healthy.continued, 0.95), 780, 0);
  atLeast('2 x: stopped, %', (100 * slower.stopped.length) / slower.runs, 99);
  atMost('2 x: STOP, median, s', quantile(slower.stopped, 0.5), 600, 0);
  atMost('very cold: STOP, %', (100 * cold.stopped.length) / cold.runs, 2);
}
