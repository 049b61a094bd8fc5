import { shLine } from './sh-quote.ts';

/** What to do next: a sentence, a command, or a call of nodetool, which each inventory words differently. */
export type Advice = string | NodetoolAdvice;

export interface NodetoolAdvice {
  /** Address of the node it is asked of. */
  readonly on: string;
  readonly nodetool: readonly string[];
}

export function nodetoolOn(on: string, ...nodetool: readonly string[]): NodetoolAdvice {
  return { on, nodetool };
}

/** For an operator; `isCall`: to be pasted as it is, so it is never broken into lines. */
export interface AdviceLine {
  readonly text: string;
  readonly isCall: boolean;
}

/** `callOf` says how the inventory calls nodetool for a node. */
export function adviceLine(
  advice: Advice,
  callOf: (address: string) => readonly string[] | undefined,
): AdviceLine {
  if (typeof advice === 'string') return { text: advice, isCall: advice.startsWith('ringward ') };
  const call = callOf(advice.on) ?? ['nodetool', '-h', advice.on];
  return { text: nodetoolLine(call, advice.nodetool), isCall: true };
}

/** The call of the inventory with these arguments. A password that was written into it is not shown. */
export function nodetoolLine(call: readonly string[], args: readonly string[]): string {
  const shown = call.map((word, i) =>
    /^(-pw|--password)$/.test(call[i - 1] ?? '') ? '***' : word,
  );
  return shLine([...shown, ...args]);
}
