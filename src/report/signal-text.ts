import type { SignalId } from '../model/signal.ts';

/** How a signal is shown. */
export interface SignalStyle {
  readonly title: string;
  /** Its full height; without it, the highest value that is shown. */
  readonly most?: number;
  readonly text: (value: number) => string;
}

const whole = (value: number) => String(Math.round(value));
const percent = (value: number) => `${Math.round(value)} %`;
const ms = (value: number) => `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ms`;

export const signalStyles: Readonly<Record<SignalId, SignalStyle>> = {
  pending: { title: 'Pending', text: whole },
  active: { title: 'Running', text: whole },
  compacted: { title: 'Compacted', text: rateText },
  diskBusy: { title: 'Disk busy', most: 100, text: percent },
  diskAwait: { title: 'Await', text: ms },
  ioPressure: { title: 'I/O wait', most: 100, text: percent },
  heap: { title: 'Heap', most: 100, text: percent },
  dropped: { title: 'Dropped', text: whole },
  clientP99: { title: 'Client p99', text: ms },
};

/** `1.5M/s`, in powers of 1024. */
function rateText(bytesPerSecond: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytesPerSecond)) / 10));
  const value = bytesPerSecond / 1024 ** step;
  return `${value < 10 && step > 0 ? Math.round(value * 10) / 10 : Math.round(value)}${units[step] ?? ''}/s`;
}
