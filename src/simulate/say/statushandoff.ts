import type { HintedHandoff } from '../../model/readings.ts';
import { isFrom } from './release.ts';

/** `nodetool statushandoff`; before 3.0 in one word or two, and nothing of datacenters. */
export function sayStatusHandoff(
  { isEnabled, disabledDcs = [] }: HintedHandoff,
  release: string,
): string {
  const status = `${isEnabled ? 'running' : 'not running'}\n`;
  if (!isFrom(release, 3, 0)) return status;
  return (
    `Hinted handoff is ${status}` +
    disabledDcs.map((dc) => `Data center ${dc} is disabled\n`).join('')
  );
}
