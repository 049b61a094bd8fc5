import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { witnessViews, type WitnessViews } from './witness-views.ts';
import { firstOf, nameSome, pass, refuse, wait } from './verdict.ts';

export const peersUp: Gate = {
  id: 'peers-up',
  title: 'every other node sees every node but the subject up and normal',
  needs: ['status'],
  judge(view) {
    const peers = witnessViews(view);
    if (peers.views.length + peers.missing.length === 0) {
      return refuse('there is no other node that could be asked for its view');
    }
    return firstOf(
      foreignNode(view, peers),
      changingNode(peers),
      downNode(view, peers),
      unlistedNode(view, peers),
      missingView(peers),
      pass(`${peers.views.length} of ${peers.views.length} views: all others up and normal`),
    );
  },
};

function foreignNode(view: GateView, { views }: WitnessViews): GateVerdict | undefined {
  const members = new Set(view.members);
  const foreign = views
    .flatMap(({ rows }) => rows.map((row) => row.address))
    .filter((address) => !members.has(address));
  if (foreign.length === 0) return undefined;
  return refuse(`in the ring but not in the plan: ${nameSome([...new Set(foreign)])}`);
}

function changingNode({ views }: WitnessViews): GateVerdict | undefined {
  for (const { peer, rows } of views) {
    const row = rows.find(({ state }) => state !== 'normal');
    if (row) return refuse(`${row.address} is ${row.state} in the view of ${peer}`);
  }
  return undefined;
}

function downNode(view: GateView, { views }: WitnessViews): GateVerdict | undefined {
  const saidBy = new Map<string, string[]>();
  for (const { peer, rows } of views) {
    for (const { address, liveness } of rows) {
      if (liveness === 'up' || address === view.subject.address) continue;
      saidBy.set(address, [...(saidBy.get(address) ?? []), peer]);
    }
  }
  const [first] = saidBy;
  if (!first) return undefined;
  const [address, peers] = first;
  const more = saidBy.size > 1 ? ` (and ${saidBy.size - 1} more nodes)` : '';
  return wait(
    `${address} is not up in ${peers.length} of ${views.length} views: ${nameSome(peers)}${more}`,
  );
}

function unlistedNode(view: GateView, { views }: WitnessViews): GateVerdict | undefined {
  for (const { peer, rows } of views) {
    const listed = new Set(rows.map((row) => row.address));
    const unlisted = view.members.find((address) => !listed.has(address));
    if (unlisted !== undefined) return wait(`${peer} does not list ${unlisted} in its ring`);
  }
  return undefined;
}

function missingView({ missing }: WitnessViews): GateVerdict | undefined {
  const [first] = missing;
  if (!first) return undefined;
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more nodes)` : '';
  return wait(`the view of ${first.peer} is missing, ${first.why}${more}`);
}
