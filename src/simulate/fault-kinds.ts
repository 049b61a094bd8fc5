import type { FaultKind } from './fault.ts';

/** What each kind of fault does, in one line. */
export const faultTitles: Readonly<Record<FaultKind, string>> = {
  'drain-hangs': 'nodetool drain never returns',
  'drain-lies': 'nodetool drain exits 0 and the node is not drained',
  'does-not-stop': 'the stop command does not end the process',
  'dies-starting': 'the process ends soon after its start',
  'fails-starting': 'the start fails and the process lives on',
  'starts-slowly': 'the start takes longer',
  'returns-changed': 'it comes back empty, with another host id or rack, or on the old release',
  'cql-stays-closed': 'up for its peers, closed for clients',
  'cql-unreachable': 'its CQL port is closed to this machine, it serves others',
  'seen-down': 'peers see it down though it is up',
  'stale-up': 'peers go on seeing it up though it is down',
  flaps: 'peers see it down and up in turns',
  'schema-differs': 'it has a schema version of its own',
  dies: 'its process dies without a word',
  'nodetool-slow': 'nodetool takes longer',
  'nodetool-hangs': 'nodetool never returns',
  'nodetool-says': 'nodetool prints garbage, half a text, or decimal commas',
  'connection-lost': 'the connection breaks in the middle of a command, which goes on there',
  'does-nothing': 'a command changes nothing: it fails, hangs, or is not there',
  'hints-stay': 'peers keep their hints for it',
  'hints-off': 'it keeps no hints for others',
  'compaction-stalls': 'a compaction stands still',
  'compaction-fails': 'compactions of a table fail',
  'backlog-after-start': 'compactions pile up after a start',
  'slower-after-start': 'reads through it are slower after a start',
  'disk-fills': 'its disk fills',
};

/** Every kind, in the order of docs/faults.md. */
export const faultKinds = Object.keys(faultTitles) as readonly FaultKind[];
