import { addressSet } from '../model/address-set.ts';
import { byAddress } from '../model/by-address.ts';
import { counted } from '../model/counted.ts';
import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { rememberLast } from '../model/remember-last.ts';
import { witnessViews, type WitnessViews } from './witness-views.ts';
import { downBeside } from './allowed-down.ts';
import { firstOf, nameSome, pass, passTold, refuse, refuseAsPlanned, wait } from './verdict.ts';

export const peersUp: Gate = {
  id: 'peers-up',
  title: 'every other node sees every node but the subject up and normal',
  needs: ['status'],
  judge(view) {
    const peers = witnessViews(view);
    if (peers.peers.length + peers.missing.length === 0) {
      return refuse('there is no other node that could be asked for its view');
    }
    return firstOf(
      foreignNode(view, peers),
      changingNode(peers),
      tooManyDown(view),
      downNode(view, peers),
      unlistedNode(view, peers),
      missingView(view, peers),
      passed(view, peers),
    );
  },
};

function passed(view: GateView, { peers }: WitnessViews): GateVerdict {
  const { excused } = downBeside(view);
  const views = `${peers.length} of ${peers.length} views: all others up and normal`;
  if (excused.size === 0) return pass(views);
  const down = [...excused];
  const told = passTold(`${views} but ${nameSome(down)}, down and allowed to be (--allow-down)`);
  return { ...told, down };
}

/** Of what a plan allows the number is worth more than the first name. */
function tooManyDown(view: GateView): GateVerdict | undefined {
  const { down, excused } = downBeside(view);
  const most = view.allowed?.down ?? 0;
  if (most === 0 || down.length === excused.size) return undefined;
  return wait(`${down.length} nodes are down, ${most} may be: ${nameSome(down)}`);
}

/** It may leave again, or have come to stay. */
function foreignNode(view: GateView, { views }: WitnessViews): GateVerdict | undefined {
  const foreign = new Set(views.flatMap(({ rows }) => comparedWith(view, rows).foreign));
  if (foreign.size === 0) return undefined;
  return refuseAsPlanned(`in the ring but not in the plan: ${nameSome([...foreign])}`);
}

function comparedWith(view: GateView, rows: readonly RingStatusRow[]): Compared {
  return compare(byAddress(rows).addresses, view.everyNode ?? view.members);
}

interface Compared {
  /** In the ring, and not in the plan. */
  readonly foreign: readonly string[];
  /** The first of the plan that is not in the ring. */
  readonly unlisted: string | undefined;
}

/** Views that differ in what they say list the same nodes. */
const compare = rememberLast((listed: readonly string[], planned: readonly string[]): Compared => {
  const isPlanned = addressSet(planned);
  const isListed = new Set(listed);
  return {
    foreign: listed.filter((address) => !isPlanned.has(address)),
    unlisted: planned.find((address) => !isListed.has(address)),
  };
});

function changingNode({ views }: WitnessViews): GateVerdict | undefined {
  for (const { first, odd } of views) {
    const row = odd.find(({ state }) => state !== 'normal');
    if (row) return refuse(`${row.address} is ${row.state} in the view of ${first}`);
  }
  return undefined;
}

function downNode(view: GateView, { peers, views }: WitnessViews): GateVerdict | undefined {
  const { excused } = downBeside(view);
  const saidBy = new Map<string, Set<string>>();
  const { address: subject, away = [] } = view.subject;
  const isTaken = (address: string) => address === subject || away.includes(address);
  for (const { peers: alike, odd } of views) {
    for (const { address, liveness } of odd) {
      if (liveness === 'up' || isTaken(address) || excused.has(address)) continue;
      saidBy.set(address, new Set([...(saidBy.get(address) ?? []), ...alike()]));
    }
  }
  const [first] = saidBy;
  if (!first) return undefined;
  const [address, saying] = first;
  const more = andMore(saidBy.size - 1);
  const names = nameSome(peers.filter((peer) => saying.has(peer)));
  return wait(`${address} is not up in ${saying.size} of ${peers.length} views: ${names}${more}`);
}

function unlistedNode(view: GateView, { views }: WitnessViews): GateVerdict | undefined {
  for (const { first, rows } of views) {
    const { unlisted } = comparedWith(view, rows);
    if (unlisted !== undefined) return wait(`${first} does not list ${unlisted} in its ring`);
  }
  return undefined;
}

function missingView(view: GateView, { missing }: WitnessViews): GateVerdict | undefined {
  const { excused } = downBeside(view);
  const silent = missing.filter(({ peer }) => !excused.has(peer));
  const [first] = silent;
  if (!first) return undefined;
  const more = andMore(silent.length - 1);
  return wait(`the view of ${first.peer} is missing, ${first.why}${more}`);
}

function andMore(count: number): string {
  if (count <= 0) return '';
  return ` (and ${counted(count, 'more node')})`;
}
