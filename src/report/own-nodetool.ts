import type { Finding } from '../model/finding.ts';
import { shLine } from '../model/sh-quote.ts';

/** The nodetool call that the inventory has for a node; undefined for one that it does not name. */
export type NodetoolOf = (address: string) => readonly string[] | undefined;

const standard = /^nodetool -h (\S+) /;

/** Detectors advise `nodetool -h ADDRESS …`; what the operator can type is the call that the inventory has. */
export function withOwnNodetool(finding: Finding, nodetoolOf: NodetoolOf): Finding {
  const own = (advice: string) =>
    advice.replace(standard, (general: string, address: string) => {
      const nodetool = nodetoolOf(address);
      return nodetool ? `${shLine(nodetool)} ` : general;
    });
  return { ...finding, advice: finding.advice.map(own) };
}
