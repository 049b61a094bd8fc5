import { outcomeLog } from '../model/client-metrics.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { CqlError, type Cql, type CqlSession, type CqlTarget } from '../ports/cql.ts';
import type { SimulatedCluster } from './cluster.ts';
import { beginRequest } from './cql-request.ts';
import { answersCql, lifeAt } from './life.ts';
import { faultOn } from './node-faults.ts';
import { refusedCql } from './refused.ts';
import type { Standpoint } from './view/index.ts';

const connectMs = 20;

/** CQL sessions to nodes of a simulated cluster: pinned to one, or with all that let it in, in turn. */
export function simulatedCql(cluster: SimulatedCluster, inventory: readonly InventoryNode[]): Cql {
  return {
    async connect(target) {
      await cluster.refresh();
      await cluster.clock.sleep(connectMs);
      const hosts = hostsOf(cluster, inventory, target);
      hosts.inTurn();
      return sessionOf(cluster, target, hosts);
    },
  };
}

function sessionOf(cluster: SimulatedCluster, target: CqlTarget, hosts: Hosts): CqlSession {
  const { clock } = cluster;
  const timeoutMs = target.requestTimeoutMs;
  const outcomes = outcomeLog();
  let ended = 0;
  return {
    async execute(request) {
      await cluster.refresh();
      const at = clock.now();
      let coordinator = request.coordinator ?? target.addresses[0] ?? '';
      const record = (errorClass?: CqlError['errorClass']) => {
        const latencyMs = clock.now() - at;
        ended += 1;
        outcomes.add({ at, coordinator, latencyMs, ...(errorClass && { errorClass }) });
      };
      try {
        const host = request.coordinator === undefined ? hosts.inTurn() : hosts.named(coordinator);
        coordinator = host.contact;
        const answer = beginRequest(cluster, host.from, request, ended);
        await clock.sleep(Math.min(answer.ms, timeoutMs));
        if (answer.ms > timeoutMs) {
          const message = `no answer in ${timeoutMs / 1_000} s`;
          throw new CqlError('client-timeout', message, coordinator);
        }
        await cluster.refresh();
        // A node that has closed its door meanwhile took the answer with it.
        const rows = await answer.finish(hosts.named(coordinator).from);
        record();
        return { rows, coordinator };
      } catch (error) {
        if (error instanceof CqlError) record(error.errorClass);
        throw error;
      }
    },
    takeOutcomes: outcomes.take,
    close: () => Promise.resolve(),
  };
}

interface Host {
  /** As the client names it. */
  readonly contact: string;
  readonly from: Standpoint;
}

interface Hosts {
  /** The next one that lets clients in. Throws `unreachable` when none does. */
  inTurn(): Host;
  named(contact: string): Host;
}

function hostsOf(
  cluster: SimulatedCluster,
  inventory: readonly InventoryNode[],
  { addresses, pinned, port }: CqlTarget,
): Hosts {
  const contacts = pinned ? addresses.slice(0, 1) : addresses;
  let turn = 0;
  const open = (contact: string): Host | undefined => {
    const named = inventory.find(({ cqlAddress }) => cqlAddress === contact)?.address ?? contact;
    const node = cluster.node(named);
    const now = cluster.clock.now();
    const life = node && lifeAt(node, now);
    if (!node || !answersCql(life, now)) return undefined;
    const state = cluster.state();
    if (faultOn(state, 'cql-unreachable', node.address, now)) return undefined;
    return { contact, from: { state, node, life, now } };
  };
  const refused = (contact = '') => new CqlError('unreachable', refusedCql(contact, port), contact);
  return {
    inTurn() {
      for (let tried = 0; tried < contacts.length; tried += 1) {
        turn += 1;
        const host = open(contacts[(turn - 1) % contacts.length] ?? '');
        if (host) return host;
      }
      throw refused(contacts[0]);
    },
    named(contact) {
      const host = open(contact);
      if (host) return host;
      throw refused(contact);
    },
  };
}
