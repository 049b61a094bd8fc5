// A rolling restart of three real nodes by Ringward against the same commands one after another: what a roll costs
// beyond Cassandra's own stop and start and the soak that is declared.
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const [bin, lab] = process.argv.slice(2);
const network = '127.0.8';
const run = promisify(execFile);

const ringward = (...argv) =>
  execFileSync(process.execPath, [bin, ...argv], {
    cwd: lab,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });

function isOpen(host) {
  return new Promise((resolve) => {
    const socket = connect(9042, host);
    const end = (open) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
}

/** As `nodetool gossipinfo` prints it: a block of lines for each node, headed by its name and address. */
function saysReady(gossipinfo, address) {
  const block = gossipinfo
    .split(/^(?=\S*\/)/m)
    .find((part) => part.split('\n')[0].endsWith(`/${address}`));
  return /^\s*RPC_READY:\d+:true$/m.test(block ?? '');
}

/** Every other node has heard by gossip that it takes clients. */
async function isHeard(number) {
  const others = [1, 2, 3].filter((other) => other !== number);
  const said = await Promise.all(
    others.map((other) => run(join(lab, `node${other}`, 'nodetool'), ['gossipinfo'])),
  );
  return said.every(({ stdout }) => saysReady(stdout, `${network}.${number}`));
}

/**
 * Closed to clients, drained, stopped, started until the port for clients is open again, and until the others
 * have heard of it: seconds of each.
 */
async function byHand(number) {
  const script = (name, ...argv) =>
    execFileSync(join(lab, `node${number}`, name), argv, { stdio: 'ignore' });
  const begun = performance.now();
  script('nodetool', 'disablebinary');
  script('nodetool', 'drain');
  const drained = performance.now();
  script('stop');
  const stopped = performance.now();
  script('start');
  while (!(await isOpen(`${network}.${number}`))) await sleep(50);
  const opened = performance.now();
  while (!(await isHeard(number))) await sleep(50);
  const times = [begun, drained, stopped, opened, performance.now()];
  return times.slice(1).map((at, index) => (at - times[index]) / 1_000);
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const round = (seconds) => seconds.toFixed(1);

/** Seconds of each kind of step, and of what lies between the steps, over all nodes; a soak with the looks that count into it. */
function costs(events) {
  const kinds = new Map();
  const add = (kind, ms) => kinds.set(kind, (kinds.get(kind) ?? 0) + ms / 1_000);
  let last = events[0].at;
  for (const { type, kind, at, outcome } of events) {
    if (!/^(step-(started|ended)|run-ended)$/.test(type)) continue;
    const seen = outcome?.seenSince ?? at;
    add(type === 'step-ended' ? kind : 'between steps', seen - last);
    if (seen !== at) add('soak', at - seen);
    last = at;
  }
  return kinds;
}

const own = [];
for (const number of [1, 2, 3]) {
  own.push(await byHand(number));
  await sleep(15_000);
}
const plan = JSON.parse(
  (ringward('upgrade', 'plan', '--playbook', 'rolling-restart', '--state-dir', 'state'),
  readFileSync(join(lab, 'plan.json'), 'utf8')),
);
const soak = sum(
  plan.nodes.flatMap(({ steps }) =>
    steps.filter(({ kind }) => kind === 'soak').map(({ params }) => params.forMs / 1_000),
  ),
);
const argv = ['upgrade', 'run', 'plan.json', '--yes', '--format', 'ndjson', '--state-dir', 'state'];
const events = ringward(...argv)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const roll = (events.at(-1).at - events[0].at) / 1_000;
const untilHeard = sum(own.flat());
const untilOpen = untilHeard - sum(own.map((node) => node.at(-1)));
console.log(
  `by hand: disablebinary and drain, stop, start until the port is open, until the others have heard, of each: ${own.map((node) => node.map(round).join(' + ')).join('; ')} s`,
);
console.log(
  `by Ringward: ${[...costs(events)].map(([kind, s]) => `${kind} ${round(s)}`).join(', ')} s`,
);
const times = (seconds) => (roll / (seconds + soak)).toFixed(2);
console.log(
  `roll ${round(roll)} s, of ${round(untilHeard)} s of stops and starts and ${round(soak)} s of soak: ${times(untilHeard)}` +
    ` (starts until the port is open: ${round(untilOpen)} s, ${times(untilOpen)})`,
);
