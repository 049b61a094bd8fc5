import type { GateVerdict } from '../model/gate.ts';
import { printable } from '../model/printable.ts';
import type { Seen } from '../model/seen.ts';

export function pass(note?: string): GateVerdict {
  return note === undefined ? { kind: 'pass' } : { kind: 'pass', note: printable(note) };
}

/** It passes, and an operator is to see what with. */
export function passTold(note: string): Extract<GateVerdict, { readonly kind: 'pass' }> {
  return { kind: 'pass', note: printable(note), isTold: true };
}

export function wait(reason: string): GateVerdict {
  return { kind: 'wait', reason: printable(reason) };
}

export function refuse(reason: string): GateVerdict {
  return { kind: 'refuse', reason: printable(reason) };
}

/** What no waiting and no mending brings back to what the plan was made for. */
export function refuseForGood(reason: string): GateVerdict {
  return { kind: 'refuse', reason: printable(reason), newPlan: 'needed' };
}

/** What may be mended, or meant to stay: then it is another plan's. */
export function refuseAsPlanned(reason: string): GateVerdict {
  return { kind: 'refuse', reason: printable(reason), newPlan: 'possible' };
}

/** Nothing is wrong, but this is not the time: the roll pauses as when an operator asks for it. */
export function pauseRoll(reason: string): GateVerdict {
  return { kind: 'refuse', reason: printable(reason), isPause: true };
}

/** The first that is not undefined: gates list what refuses, then what waits, then the pass. */
export function firstOf(
  ...verdicts: readonly [...(GateVerdict | undefined)[], GateVerdict]
): GateVerdict {
  return verdicts.find((verdict) => verdict !== undefined) ?? wait('not judged');
}

/** Why there is no value, for a reason line. */
export function whyMissing(seen: Seen<unknown> | undefined): string {
  if (!seen) return 'was not asked';
  return seen.kind === 'missing' ? `${seen.why}: ${seen.detail}` : 'seen';
}

/** `a, b, c and 4 more` */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
