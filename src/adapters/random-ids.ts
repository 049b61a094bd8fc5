import { randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

export function randomIds(clock: Clock): Ids {
  return {
    newRunId() {
      const time = new Date(clock.now()).toISOString();
      const digits = time.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
      return `${digits}-${randomBytes(2).toString('hex')}`;
    },
  };
}
