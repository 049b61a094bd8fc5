import { toIso } from '../model/instant.ts';
import { printable } from '../model/printable.ts';
import type {
  RehearsedFault,
  RehearsedNode,
  Rehearsal,
  RehearsalSummary,
} from '../model/rehearsal.ts';
import { acceptedText } from './preflight-text.ts';
import { afterText, durationText } from './duration.ts';
import { waveText } from './waves-text.ts';

/** Peers keep hints for so long (max_hint_window, 3 hours by default). */
const hintWindowMs = 3 * 3_600_000;

/** What may come after a rehearsal that goes through. */
export interface AfterRehearsal {
  /** Carries the plan out. */
  readonly run: string;
  /** Why it would not be begun as it is, and what makes it anew. */
  readonly refused?: { readonly why: string; readonly anew: string };
}

/** A rehearsal for a terminal: node by node, then what it says of the plan. */
export function rehearsalText(rehearsal: Rehearsal, then: AfterRehearsal): string {
  const { nodes, breaches, leftStopped } = rehearsal;
  const done = nodes.filter(({ state }) => state === 'done').length;
  return [
    `Rehearsal on a simulated twin, seed ${rehearsal.seed}; nothing was touched`,
    ...twinLines(rehearsal),
    ...acceptedText(rehearsal.accepted),
    ...(rehearsal.approvals ?? []).map((name) => `a run asks for approval of ${printable(name)}`),
    ...nodes.flatMap(nodeLines),
    ...rehearsal.faults.map(faultLine),
    `${done}/${nodes.length} nodes done, ${rehearsal.how} ${afterText(rehearsal.durationMs)}`,
    ...downLine(rehearsal),
    ...(rehearsal.tightest === null ? [] : [`tightest: ${printable(rehearsal.tightest)}`]),
    breaches.length === 0
      ? heldLine(rehearsal)
      : `safety: BROKEN at ${breaches.length} ${breaches.length === 1 ? 'instant' : 'instants'}; the first: ${printable(breaches[0]?.what ?? '')}`,
    ...wavesLines(rehearsal),
    ...(leftStopped.length === 0 ? [] : [`left stopped: ${leftStopped.join(', ')}`]),
    ...stopLines(rehearsal),
    ...(rehearsal.how === 'complete' ? [nextLine(rehearsal, then)] : []),
    '',
  ].join('\n');
}

/** What the twin has not was not rehearsed. */
function nextLine({ twin }: Rehearsal, { run, refused }: AfterRehearsal): string {
  if (refused) return `a run would refuse it: ${refused.why}; make it anew: ${refused.anew}`;
  return (twin?.wouldHold ?? []).length > 0
    ? `a run would be held by what the twin has not (above); once that is mended: ${run}`
    : `carry it out: ${run}`;
}

function faultLine({ fault, how, afterMs }: RehearsedFault): string {
  const after = afterMs ? `${durationText(afterMs)} after the start` : undefined;
  switch (how) {
    case 'struck':
      return `fault ${fault}: struck ${after ?? 'at the start'}`;
    case 'there':
      return `fault ${fault}: there from ${after ?? 'the start'} on`;
    case 'never':
      return `fault ${fault}: did NOT come to pass before the end; nothing is shown of it`;
  }
}

function heldLine({
  clientKeyspaces,
  accepted = [],
}: Pick<Rehearsal, 'clientKeyspaces' | 'accepted'>): string {
  if (clientKeyspaces === 0) {
    return "safety: NOT SHOWN for clients: only Cassandra's own keyspaces are replicated; those held at every instant";
  }
  const lost = accepted.flatMap(({ keyspace }) => keyspace ?? []);
  const but =
    lost.length === 0 ? '' : `, but for what the plan accepts of ${printable(lost.join(', '))}`;
  return `safety: every declared consistency level held for every range at every instant${but}`;
}

/** What a run would say: told so that nobody resumes a rehearsal. */
function stopLines({ message, hint }: Rehearsal): readonly string[] {
  return [
    ...(message === null ? [] : [`a run would stop with: ${printable(message)}`]),
    ...(hint === null ? [] : [`and with this hint:    ${printable(hint)}`]),
    ...(hint?.includes('RUN') === true
      ? ['(RUN would be its id; this was a rehearsal, there is nothing to resume)']
      : []),
  ];
}

function twinLines({ twin }: Pick<Rehearsal, 'twin'>): readonly string[] {
  if (!twin) return [];
  const { at, recording, notCarriedOver, wouldHold } = twin;
  const cut = recording?.isCutOff ? ', which was cut off' : '';
  const where = recording ? `in a recording begun ${toIso(recording.from)}${cut}` : 'asked then';
  return [
    `the cluster as it was at ${toIso(at)}, ${where}`,
    ...notCarriedOver.map((what) => {
      const holds = wouldHold.includes(what) ? ', and would hold a run' : '';
      return `not on the twin${holds}: ${printable(what)}`;
    }),
  ];
}

function nodeLines(node: RehearsedNode): readonly string[] {
  const { address, dc, rack, state, durationMs, downMs, dominatedBy, tightest } = node;
  const head = `  ${waveText(node)}${address}  ${printable(dc)}/${printable(rack)}  ${state}`;
  if (state === 'waiting') return [head];
  const longest = dominatedBy
    ? `, most of it ${dominatedBy.step} ${durationText(dominatedBy.ms)}`
    : '';
  return [
    `${head} ${state === 'done' ? 'in' : 'and not done after'} ${durationText(durationMs)}${longest}; closed to clients for ${durationText(downMs)}`,
    ...(tightest === null ? [] : [`      ${printable(tightest)}`]),
  ];
}

function downLine({ longestDown }: Rehearsal): readonly string[] {
  if (!longestDown) return [];
  const { address, ms } = longestDown;
  const share = ms < hintWindowMs ? 'within' : 'BEYOND';
  return [
    `longest closed to clients: ${address}, ${durationText(ms)}, ${share} the 3 h of max_hint_window`,
  ];
}

/** What a roll in parallel would save, and what stands against more. */
function wavesLines({ waves: found, nodes: rehearsed }: Rehearsal): readonly string[] {
  if (!found) return [];
  const isSo = rehearsed.some(({ wave }) => wave !== undefined);
  const were = isSo ? 'Waves, were racks mixed' : 'Waves, were it rolled in parallel';
  if (found.kind === 'none') {
    return found.problems.map((problem) => `${were}: none, ${printable(problem)}`);
  }
  const sizes = found.waves.map((wave) => wave.length);
  if (sizes.length === 0) return [];
  const nodes = sizes.reduce((sum, size) => sum + size);
  const largest = Math.max(...sizes);
  return [
    `${were}: ${sizes.length} ` +
      `(at least ${found.atLeast}; 1 by 1 it is ${nodes}), the largest ${largest} ${largest === 1 ? 'node' : 'nodes'}`,
    ...found.bounds.map(
      ({ dc, atLeast, because }) =>
        `  ${printable(dc)} needs ${atLeast} besides the canary: ${printable(because)}`,
    ),
  ];
}

export function rehearsalSummaryText(summary: RehearsalSummary): string {
  const { rehearsals, complete, unsafeSeeds, stops, durationMs } = summary;
  const [least, median, most] = [durationMs.least, durationMs.median, durationMs.most].map(
    durationText,
  );
  return [
    `${rehearsals} rehearsals on a simulated twin; nothing was touched`,
    ...twinLines(summary),
    `${complete} complete; from ${least} to ${most}, median ${median}; ` +
      `longest closed to clients ${durationText(summary.longestDownMs)}`,
    ...summary.faults.map(
      ({ fault, came }) => `fault ${fault}: came to pass in ${came} of ${rehearsals}`,
    ),
    unsafeSeeds.length === 0
      ? heldLine(summary)
      : `safety: BROKEN in ${unsafeSeeds.length}; look with --seed ${unsafeSeeds.slice(0, 5).join(', ')}`,
    ...stops.map(
      ({ message, times, seed }) => `${times} x stops (--seed ${seed}): ${printable(message)}`,
    ),
    '',
  ].join('\n');
}
