import type { IoPressure } from '../../model/readings.ts';
import { text } from './table.ts';

/** /proc/pressure/io; the longer averages are taken to be the same. */
export function sayPressureIo({ someAvg10, fullAvg10 }: IoPressure): string {
  return text([lineOf('some', someAvg10), lineOf('full', fullAvg10)]);
}

function lineOf(word: string, share: number): string {
  const average = share.toFixed(2);
  return `${word} avg10=${average} avg60=${average} avg300=${average} total=0`;
}
