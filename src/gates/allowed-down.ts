import { nothingAllowed } from '../model/allowed.ts';
import { byAddress } from '../model/by-address.ts';
import type { GateView } from '../model/gate.ts';
import { rememberLast } from '../model/remember-last.ts';
import { witnessViews } from './witness-views.ts';

/** Nodes that are down beside the subject, and whether the roll may live with that. */
export interface DownBeside {
  /** Down in every view that was given, in their place, and with no view of their own. */
  readonly down: readonly string[];
  /**
   * The same without those that this roll has done, when they are no more than may be; their silence holds nothing then. One
   * that was done and went down speaks against what was done to it.
   */
  readonly excused: ReadonlySet<string>;
}

/**
 * One that some see up, or that answers although its peers see it down, is not known to be down: clients may
 * still use it as their coordinator. It holds the roll as ever. The rule of a plan (plan/members.ts), by fewer views:
 * only witnesses are asked while a large cluster is rolled, and of those that are stopped no view counts.
 */
export const downBeside = rememberLast((view: GateView): DownBeside => {
  const { views, notUp, peers } = witnessViews(view);
  if (notUp.size === 0) return nobody;
  // Those that the roll has taken down itself are not beside it.
  const { address: subject, away = [] } = view.subject;
  const isCounted = (address: string) => address !== subject && !away.includes(address);
  const answers = new Set(peers);
  const rings = views.map(({ rows }) => byAddress(rows));
  const down = [...notUp].filter(
    (address) =>
      isCounted(address) &&
      !answers.has(address) &&
      rings.every((ring) => {
        const row = ring.get(address);
        return row?.liveness === 'down' && row.state === 'normal';
      }),
  );
  const { down: most } = view.allowed ?? nothingAllowed;
  const others = down.filter((address) => !view.done.includes(address));
  return { down, excused: new Set(down.length <= most ? others : []) };
});

const nobody: DownBeside = { down: [], excused: new Set() };

/** Those whose word counts: all but the nodes that may be down. */
export function withoutExcused(view: GateView, addresses: readonly string[]): readonly string[] {
  const { excused } = downBeside(view);
  return excused.size === 0 ? addresses : addresses.filter((address) => !excused.has(address));
}
