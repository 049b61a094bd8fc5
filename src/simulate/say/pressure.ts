import type { CpuPressure, Pressure } from '../../model/readings.ts';
import { text } from './table.ts';

/** /proc/pressure/io and memory; the longer averages are taken to be the same. */
export function sayPressure({ someAvg10, fullAvg10 }: Pressure): string {
  return text([lineOf('some', someAvg10), lineOf('full', fullAvg10)]);
}

/** /proc/pressure/cpu, as kernels since 5.13 print it. */
export function sayCpuPressure({ someAvg10 }: CpuPressure): string {
  return sayPressure({ someAvg10, fullAvg10: 0 });
}

function lineOf(word: string, share: number): string {
  const average = share.toFixed(2);
  return `${word} avg10=${average} avg60=${average} avg300=${average} total=0`;
}
