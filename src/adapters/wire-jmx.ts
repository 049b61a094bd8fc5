import type { Clock } from '../ports/clock.ts';
import type { Jmx, JmxClient, JmxPlace } from '../ports/jmx.ts';

/** Sockets to one node at once: more gain nothing (facts of the wire: 3 x 100 reads in 247 ms). */
const mostSockets = 3;
/** Each is a process here and a log-in there. */
const mostProxies = 1;

/** JMX over sockets of this machine, through our own client. */
export function wireJmx(clock: Clock): Jmx {
  return {
    client(place) {
      // Loaded on first use: `--version` must not pay for it.
      let opened: Promise<JmxClient> | undefined;
      const client = async () => await (opened ??= open(place, clock));
      return {
        getAttribute: async (...args) => await (await client()).getAttribute(...args),
        getAttributes: async (...args) => await (await client()).getAttributes(...args),
        queryNames: async (...args) => await (await client()).queryNames(...args),
        invoke: async (...args) => await (await client()).invoke(...args),
        close: async () => {
          if (opened) await (await opened).close();
        },
      };
    },
  };
}

async function open(place: JmxPlace, clock: Clock): Promise<JmxClient> {
  const { host, tls, proxyCommand, ...rest } = place;
  const { directDial, jmxClient } = await import('../jmx/index.ts');
  if (!proxyCommand) {
    return jmxClient({ ...rest, dial: directDial(host, tls), mostSockets, clock });
  }
  const { proxyDial } = await import('./proxy-dial.ts');
  const dial = proxyDial(proxyCommand, host, tls);
  return jmxClient({ ...rest, dial, mostSockets: mostProxies, clock });
}
