import type { Cause } from '../../model/finding.ts';
import type { OutsidePhase } from '../../model/outside.ts';

/** How it is told that clients die at a phase. */
export interface OutsideState {
  readonly state: string;
  readonly where: string;
  /** One try. */
  readonly noun: string;
  readonly causes: readonly Cause[];
  /** Sentences, and arguments of nodetool on the coordinator; they only read. */
  readonly advice: readonly (string | readonly string[])[];
}

export const outsideStates: Readonly<Record<OutsidePhase, OutsideState>> = {
  connect: {
    state: 'CONNECT',
    where: 'connect (before any node sees it)',
    noun: 'new connection',
    causes: [
      possible('on-the-way', 'a proxy, load balancer or firewall on the way', 'no byte came back'),
      possible(
        'full-door',
        'a limit at the door: the listen queue, native_transport_max_concurrent_connections',
        'a node that is full closes connections without a word',
      ),
    ],
    advice: [
      'on the node: nstat -az TcpExtListenDrops TcpExtListenOverflows; if they rise, its listen queue is full',
      'from 4.0 on nodetool clientstats on the node tells who holds its connections',
      'else nothing of it is in the logs of the nodes: look at proxies, load balancers and firewalls between here and them',
    ],
  },
  tls: {
    state: 'TLS',
    where: 'TLS',
    noun: 'handshake',
    causes: [
      possible(
        'certificate',
        'a certificate that is out of date or of another name',
        'TCP is open',
      ),
      possible('no-tls', 'the port speaks no TLS, or another version of it', 'TCP is open'),
    ],
    advice: [
      'openssl s_client -connect HOST:PORT -showcerts shows the certificate and its dates',
      'compare cql.tls of the inventory with client_encryption_options of the node',
    ],
  },
  startup: {
    state: 'STARTUP',
    where: 'startup of the native protocol',
    noun: 'OPTIONS request',
    causes: [
      possible('not-cassandra', 'something else answers on the port', 'a connection is accepted'),
      possible(
        'no-threads',
        'a node whose request threads are all busy',
        'a connection is accepted',
      ),
    ],
    advice: [['info'], ['tpstats'], 'make sure that cqlAddress and cqlPort lead to that node'],
  },
  authentication: {
    state: 'AUTHENTICATION',
    where: 'authentication',
    noun: 'log-in',
    causes: [
      possible('password', 'user or password', 'the node asks for them and does not let us in'),
      possible(
        'roles-unread',
        'roles that cannot be read: replicas of system_auth are down or slow',
        'log-ins read system_auth from its replicas',
      ),
    ],
    advice: [['status', 'system_auth'], ['tpstats'], 'look at the replication of system_auth'],
  },
  query: {
    state: 'QUERY',
    where: 'query through this coordinator',
    noun: 'request',
    causes: [
      possible(
        'replicas',
        'replicas that are down, slow or overloaded',
        'the coordinator lets us in',
      ),
      possible(
        'coordinator',
        'the coordinator itself: pauses, full queues',
        'if it is the only one',
      ),
    ],
    advice: [['tpstats'], ['proxyhistograms'], ['status']],
  },
};

/** Of `connect` where most were refused: the machine answers, and at the port is nobody. */
export const refusedState: OutsideState = {
  ...outsideStates.connect,
  causes: [
    possible('down', 'the node is down', 'nobody listens at the port'),
    possible(
      'native-transport-off',
      'its native transport is disabled or not started yet',
      'nobody listens at the port',
    ),
    possible(
      'other-port',
      'it listens at another port or address than the inventory says',
      'nobody listens at the port',
    ),
  ],
  advice: [
    ['statusbinary'],
    ['info'],
    'on the node: ss -ltn shows who listens where; compare cqlAddress and cqlPort of the inventory with rpc_address and native_transport_port',
  ],
};

function possible(id: string, title: string, speaksFor: string): Cause {
  return { id, title, confidence: 'possible', speaksFor: [speaksFor], speaksAgainst: [] };
}
