import { heldBackClients } from '../../src/detect/held-back-clients.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { ClientLimits, ClientLoad, LogEntry } from '../../src/model/readings.ts';
import { looks, type Answers } from './series-builder.ts';

export const node = '10.0.0.1';

export const calm: ClientLoad = { connections: 12, pauses: 7, discarded: 40, timedOutInQueue: 3 };
export const shipped: ClientLimits = {
  maxConnections: undefined,
  maxConnectionsPerAddress: undefined,
  maxRequestBytes: 40 * 1024 ** 2,
  maxRequestBytesPerAddress: 10 * 1024 ** 2,
  maxRequestsPerSecond: undefined,
};
/** What 2.1 tells: nobody is held back there but at the door. */
export const old: ClientLoad = {
  ...{ connections: 12, pauses: undefined },
  ...{ discarded: undefined, timedOutInQueue: undefined },
};

export interface Said {
  readonly load?: Partial<ClientLoad>;
  readonly limits?: Partial<ClientLimits>;
  readonly entries?: readonly LogEntry[];
}

export function detectClients(
  seconds: number,
  say: (second: number) => Said,
  usual: ClientLoad = calm,
) {
  const series = looks(seconds, 10, (second) => {
    const { load, limits, entries = [] } = say(second);
    const answers: Answers = {
      'client-load': { ...usual, ...load },
      'client-limits': { ...shipped, ...limits },
      log: { entries, newestTime: '2026-11-24 19:00:00,000', gone: [] },
    };
    return { [node]: answers };
  });
  return heldBackClients.detect(series, productionLimits);
}
