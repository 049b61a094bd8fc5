import type { Parsed } from '../model/parsed.ts';
import type { CpuPressure, Pressure } from '../model/readings.ts';
import { decimalOf } from './quantity.ts';
import { groupsOf, linesOf, reading } from './reading.ts';

/**
 * /proc/pressure/io and memory, and the same of a control group (kernel's Documentation/accounting/psi.rst): a
 * line `some` and a line `full`.
 */
export function parsePressure(text: string): Parsed<Pressure> {
  return reading(() => {
    const lines = linesOf(text);
    return { someAvg10: averageIn(lines, 'some'), fullAvg10: averageIn(lines, 'full') };
  });
}

/** /proc/pressure/cpu: `full` has no meaning for a whole machine, and older kernels do not print it. */
export function parseCpuPressure(text: string): Parsed<CpuPressure> {
  return reading(() => ({ someAvg10: averageIn(linesOf(text), 'some') }));
}

function averageIn(lines: readonly string[], word: string): number {
  const line = lines.find((each) => each.startsWith(word)) ?? '';
  const cell = groupsOf(/^\w+ avg10=(?<avg10>[\d.]+) avg60=/, line, `no line "${word}"`);
  return decimalOf(cell('avg10'), line);
}
