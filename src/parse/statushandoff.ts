import type { Parsed } from '../model/parsed.ts';
import type { HintedHandoff } from '../model/readings.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool statushandoff`: `running` before 3.0; `Hinted handoff is running` since then, and a line for each
 * datacenter without.
 */
export function parseStatusHandoff(text: string): Parsed<HintedHandoff> {
  return reading(() => {
    const lines = linesOf(text).filter((line) => line.trim() !== '');
    const at = lines.findIndex((line) => statusLine.test(line));
    const [, words, status] = statusLine.exec(lines[at] ?? '') ?? [];
    if (status === undefined) return unreadable(lines[0] ?? '', 'not what statushandoff prints');
    const disabledDcs = lines.slice(at + 1).map(datacenterIn);
    return {
      isEnabled: status === 'running',
      disabledDcs: words === undefined ? undefined : disabledDcs,
      windowMs: undefined,
    };
  });
}

const statusLine = /^(Hinted handoff is )?(running|not running)\s*$/;

function datacenterIn(line: string): string {
  const name = /^Data center (.+) is disabled\s*$/.exec(line)?.[1];
  return name ?? unreadable(line, 'not a datacenter of statushandoff');
}
