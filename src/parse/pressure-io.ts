import type { Parsed } from '../model/parsed.ts';
import type { IoPressure } from '../model/readings.ts';
import { decimalOf } from './quantity.ts';
import { groupsOf, linesOf, reading } from './reading.ts';

/** /proc/pressure/io (kernel's Documentation/accounting/psi.rst): a line `some` and a line `full`. */
export function parsePressureIo(text: string): Parsed<IoPressure> {
  return reading(() => {
    const lines = linesOf(text);
    const average = (word: string) => {
      const line = lines.find((each) => each.startsWith(word)) ?? '';
      const cell = groupsOf(/^\w+ avg10=(?<avg10>[\d.]+) avg60=/, line, `no line "${word}"`);
      return decimalOf(cell('avg10'), line);
    };
    return { someAvg10: average('some'), fullAvg10: average('full') };
  });
}
