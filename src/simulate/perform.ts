import type { Instant } from '../model/instant.ts';
import { nodeLockIn } from '../model/node-lock.ts';
import { storageModes } from '../model/step.ts';
import {
  compatibilityOn,
  configureOn,
  drainNode,
  installOn,
  outOfBalancer,
  startNode,
  stopNode,
  type Acted,
} from './act.ts';
import { clearedOn, closeToClients, openToClients, rewriteOn, snapshotOn } from './act-serving.ts';
import { settings } from './act-setting.ts';
import type { SimulatedCluster } from './cluster.ts';
import { settingIn, type CommandKind, type Understood } from './commands.ts';
import { hostSays } from './host.ts';
import { lockOn } from './lock.ts';
import { hasCome, isRunning, lifeAt } from './life.ts';
import { faultOn } from './node-faults.ts';
import { nodetoolSays } from './nodetool.ts';
import { sayError } from './say/failure.ts';
import { printed, type Answer } from './say/answer.ts';
import { sayLog } from './say/log.ts';
import { spoiled } from './spoiled.ts';
import { nodeOf, type ClusterState, type Life, type SimulatedNode } from './state.ts';
import { views } from './view/index.ts';

/**
 * A command goes from wait to wait, without `until` for ever, and from act to act, to be told what it
 * made of the cluster. Its last stage is its answer.
 */
export type Stage =
  | { readonly until: Instant | undefined }
  | { readonly act: (state: ClusterState, now: Instant) => Acted }
  | { readonly answer: Answer };

export type Performance = Generator<Stage, void, Acted | undefined>;

/** How long commands take: nodetool starts a JVM (1.2 s seen), files are put in place, the rest is quick. */
export const nodetoolMs = 1_200;
const installMs = 5_000;
const hostMs = 20;

export function perform(
  cluster: SimulatedCluster,
  address: string,
  command: Understood,
): Performance {
  const place: Place = {
    cluster,
    address,
    now: () => cluster.clock.now(),
    node: () => required(cluster.state(), address),
  };
  return performances[command.kind](place, command);
}

interface Place {
  readonly cluster: SimulatedCluster;
  readonly address: string;
  readonly now: () => Instant;
  /** As it is now: time passes between a command's start and its act. */
  readonly node: () => SimulatedNode;
}

const performances: Readonly<
  Record<CommandKind, (place: Place, command: Understood) => Performance>
> = {
  *nodetool(place, { args }) {
    yield toolStart(place);
    const { cluster, address } = place;
    const now = place.now();
    const answer = nodetoolSays(cluster.state(), place.node(), args, now);
    const fault = faultOn(cluster.state(), 'nodetool-says', address, now);
    yield { answer: fault ? spoiled(answer, fault.how) : answer };
  },
  *drain(place) {
    yield* tool(place);
    yield* act(place, drainNode);
  },
  *disablebinary(place) {
    yield* tool(place);
    yield* act(place, closeToClients);
  },
  *enablebinary(place) {
    yield* tool(place);
    yield* act(place, openToClients);
  },
  *snapshot(place, { args }) {
    yield* tool(place);
    const [, , tag = ''] = args;
    if (place.node().snapshots?.includes(tag)) yield { answer: sayThere(tag) };
    yield* act(place, (state, node, now) => snapshotOn(state, node, tag, now));
  },
  *clearsnapshot(place, { args }) {
    yield* tool(place);
    const [, , tag = ''] = args;
    yield* act(place, (state, node, now) => clearedOn(state, node, tag, now));
  },
  *upgradesstables(place) {
    yield* tool(place);
    yield* act(place, rewriteOn);
  },
  *setting(place, { args }) {
    yield* tool(place);
    const name = settingIn(args);
    yield* act(place, (state, node, now) => ({
      state: name ? settings[name](state, node, args.slice(1), now) : state,
      overAt: now,
    }));
  },
  *stop(place) {
    yield* act(place, stopNode);
  },
  *start(place) {
    yield* act(place, startNode);
  },
  *fetch(place) {
    yield { until: place.now() + hostMs };
    yield { answer: printed('') };
  },
  *quiesce(place) {
    yield* atBalancer(place, true);
  },
  *unquiesce(place) {
    yield* atBalancer(place, false);
  },
  *install(place, { given }) {
    yield* put(place, (state, node) => installOn(state, node, given));
  },
  *configure(place, { given }) {
    yield* put(place, (state, node) => configureOn(state, node, given));
  },
  /** Its SSTables are not simulated. */
  *clearCompactionHistory(place) {
    yield* put(place, (state) => state);
  },
  *storageCompatibility(place, { given }) {
    const mode = storageModes.find((each) => each === given);
    if (!mode) yield { answer: { code: 2, stdout: '', stderr: `no mode: ${given}\n` } };
    else yield* put(place, (state, node) => compatibilityOn(state, node, mode));
  },
  *running(place) {
    yield { until: place.now() + hostMs };
    const now = place.now();
    const code = isRunning(lifeAt(place.node(), now), now) ? 0 : 3;
    yield { answer: { code, stdout: '', stderr: '' } };
  },
  *log(place) {
    yield { until: place.now() + hostMs };
    const [state, node, now] = [place.cluster.state(), place.node(), place.now()];
    const life = lifeAt(node, now);
    const told = life ? sayLog(views.log({ state, node, life, now })) : '';
    yield { answer: printed(`${told}${newestLogLine(life, now)}\n`) };
  },
  *lock(place, { args }) {
    const asked = nodeLockIn(args);
    let said = '';
    yield {
      act: (state) => {
        const locked = asked
          ? lockOn(state, required(state, place.address), asked)
          : { state, says: '' };
        said = locked.says;
        return locked;
      },
    };
    yield { answer: printed(said) };
  },
  *host(place, { args }) {
    yield { until: place.now() + hostMs };
    const answer = hostSays(place.cluster.state(), place.node(), args, place.now());
    yield { answer: answer ?? { code: 127, stdout: '', stderr: 'command not found\n' } };
  },
};

function newestLogLine(life: Life | undefined, now: Instant): string {
  if (!life) return '';
  const { end, drain, cqlAt, gossipAt, startedAt } = life;
  const newestFirst = [
    [end?.at, lastWords(end)],
    [drain?.doneAt, 'INFO  DRAINED'],
    [drain?.begunAt, 'INFO  DRAINING: starting drain process'],
    [cqlAt, 'INFO  Startup complete'],
    [gossipAt, 'INFO  Node state jump to NORMAL'],
    [startedAt, 'INFO  Initializing'],
  ] as const;
  return newestFirst.find(([at]) => hasCome(at, now))?.[1] ?? '';
}

/** A process that dies without a word leaves none. */
function lastWords(end: Life['end']): string {
  return end?.log ?? (end?.announced ? 'INFO  Announcing shutdown' : '');
}

function toolStart({ cluster, address, now }: Place): Stage {
  const state = cluster.state();
  if (faultOn(state, 'nodetool-hangs', address, now())) return { until: undefined };
  const more = faultOn(state, 'nodetool-slow', address, now())?.extraMs ?? 0;
  return { until: now() + nodetoolMs + more };
}

/** One that is to change something; where nodetool does not get in, that is its answer. */
function* tool(place: Place): Performance {
  yield toolStart(place);
  const refused = nodetoolSays(place.cluster.state(), place.node(), ['version'], place.now());
  if (refused.code !== 0) yield { answer: refused };
}

function sayThere(tag: string): Answer {
  const frame = 'org.apache.cassandra.service.StorageService.takeSnapshot';
  return sayError(`Snapshot ${tag} already exists.`, 'java.io.IOException', frame);
}

/** The act happens at once; its command comes back when it is over. */
function* act(
  { address }: Place,
  acting: (state: ClusterState, node: SimulatedNode, now: Instant) => Acted,
): Performance {
  const acted = yield { act: (state, now) => acting(state, required(state, address), now) };
  yield { until: acted?.overAt };
  yield { answer: printed('') };
}

function* put(
  place: Place,
  change: (state: ClusterState, node: SimulatedNode) => ClusterState,
): Performance {
  yield { until: place.now() + installMs };
  yield* act(place, (state, node, now) => ({ state: change(state, node), overAt: now }));
}

function* atBalancer(place: Place, isOut: boolean): Performance {
  yield { until: place.now() + hostMs };
  yield* act(place, (state, node, now) => ({
    state: outOfBalancer(state, node, isOut),
    overAt: now,
  }));
}

function required(state: ClusterState, address: string): SimulatedNode {
  const node = nodeOf(state, address);
  if (!node) throw new Error(`no node ${address} in the simulated cluster`);
  return node;
}
