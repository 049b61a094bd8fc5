import { nodetoolOn, type Advice } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding, MissingSource } from '../model/finding.ts';
import { peersView } from '../model/peers-view.ts';
import { ringStateOf, type RingState } from '../model/ring-state.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { weigh, type Weighed } from './compaction/causes.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { listed } from './wording.ts';

/** Ranges change hands while a node leaves, joins or moves: it may be meant so, and nothing may be rolled meanwhile. */
export const ringChange: Detector = {
  id: 'ring-change',
  title: 'a node that is leaving, joining or moving',
  needs: ['status', 'info', 'netstats'],
  follows: [],
  ends: ['status', 'info', 'netstats'],
  isOfMoment: true,
  detect(series) {
    const states = addressesOf(series).map((node) => ({ node, is: ringStateOf(series, node) }));
    const notJudged = notAsked(series, 'status');
    return {
      detector: 'ring-change',
      findings: states.flatMap(({ node, is }) => judgeNode(series, node, is)),
      missing: [
        ...missingSources(series, ['status']),
        ...states.flatMap(({ node, is }) => unknownMode(node, is)),
      ],
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function judgeNode(series: Series, node: string, ringState: RingState): readonly Finding[] {
  const { state, mode } = ringState;
  if (!isChange(state)) return [];
  const seenBy = ringState.seenBy();
  const hasFailed = mode?.endsWith('_FAILED') === true;
  const sayers = seenBy.length > 0 ? `as seen by ${listed(seenBy)}` : `as its mode ${mode} says`;
  const failedText = hasFailed ? `; that failed, its mode is ${mode}` : '';
  return [
    {
      detector: 'ring-change',
      state: changes[state].state,
      severity: hasFailed ? 'warning' : 'info',
      node,
      summary: `is ${state} ${changes[state].what}, ${sayers}${failedText}`,
      evidence: evidenceOf(series, node, { ...ringState, state }),
      causes: weigh(causesOf(state, peersView(series, node).verdict === 'down')).causes,
      advice: adviceFor(series, node, state),
    },
  ];
}

type Change = 'leaving' | 'joining' | 'moving';

function isChange(state: RingState['state']): state is Change {
  return state !== undefined && state in changes;
}

const changes = {
  leaving: { state: 'LEAVING', what: 'the ring' },
  joining: { state: 'JOINING', what: 'the ring' },
  moving: { state: 'MOVING', what: 'to another token' },
} as const satisfies Record<Change, unknown>;

function evidenceOf(
  series: Series,
  node: string,
  { state, seenBy, mode }: RingState & { readonly state: Change },
): readonly Evidence[] {
  const streams = latestValue(series, node, 'netstats')?.streams;
  const none = streams ? 'none' : 'not seen';
  return [
    { what: `nodes that see it ${state}`, value: listed(seenBy()) || 'none' },
    { what: 'its own mode', value: mode ?? 'not seen' },
    { what: 'its streams', value: listed(streams ?? []) || none },
  ];
}

/** Who takes a dead node out does so from another. */
function causesOf(state: Change, isDown: boolean): readonly Weighed[] {
  const down = isDown ? 'its peers see it DOWN' : undefined;
  const notDown = isDown ? undefined : 'its peers do not see it DOWN';
  switch (state) {
    case 'leaving':
      return [
        { id: 'decommission', title: 'nodetool decommission', speaksFor: [notDown] },
        { id: 'removenode', title: 'nodetool removenode', speaksFor: [down] },
      ];
    case 'joining':
      return [
        { id: 'bootstrap', title: 'a new node, or one for another', speaksFor: [notDown] },
        { id: 'bootstrap-ended', title: 'a bootstrap that was cut off', speaksFor: [down] },
      ];
    case 'moving':
      return [
        { id: 'move', title: 'nodetool move', speaksFor: [notDown] },
        { id: 'move-ended', title: 'nodetool move that was cut off', speaksFor: [down] },
      ];
  }
}

function adviceFor(series: Series, node: string, state: Change): readonly Advice[] {
  const { down, verdict } = peersView(series, node);
  const wait = 'wait for its end before anything is rolled';
  const [peer] = down;
  if (verdict !== 'down' || peer === undefined) return [nodetoolOn(node, 'netstats'), wait];
  const removal = state === 'leaving' ? [nodetoolOn(peer, 'removenode', 'status')] : [];
  return [...removal, nodetoolOn(peer, 'netstats'), wait];
}

/** What nobody knows is not taken for normal. */
function unknownMode(node: string, { state, mode }: RingState): readonly MissingSource[] {
  if (state !== 'unknown') return [];
  const detail = `Mode: ${mode ?? ''} is none that is known: nobody can say where it stands in the ring`;
  return [{ node, source: 'netstats', why: 'unreadable', detail }];
}
