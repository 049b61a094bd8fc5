import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

export function randomIds(clock: Clock): Ids {
  return {
    newRunId() {
      const time = new Date(clock.now()).toISOString();
      const digits = time.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
      return `${digits}-${randomHex()}`;
    },
    newSuffix: randomHex,
  };
}

/** The global crypto: importing node:crypto would be paid for by every start. */
function randomHex(): string {
  const [number = 0] = crypto.getRandomValues(new Uint16Array(1));
  return number.toString(16).padStart(4, '0');
}
