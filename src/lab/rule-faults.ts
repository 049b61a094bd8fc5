/** A fault that rules of Byteman bring about in the JVM of a node. */
export interface RuleFault {
  /** Each is `RULE ringward <fault> …`. */
  readonly rules: readonly string[];
  /** What is so from now on. `nodetool` makes a command to type. */
  readonly begun: (nodetool: (...words: readonly string[]) => string) => string;
  /** What is so once the rules are taken away. */
  readonly ended: string;
}

const sleepSeconds = 20;
const slowMs = 40;

/** Methods as they are in 4.1.10 and 5.0.8. */
export const ruleFaults: ReadonlyMap<string, RuleFault> = new Map<string, RuleFault>([
  [
    'freeze-compaction',
    {
      // Each row that a compaction counts takes 20 s, and its progress is told every 100 rows: it stands
      // still, and the node lives on. A thread that waits could not be let go by taking the rule away, one
      // that sleeps can. Cassandra's own tables compact as ever.
      rules: [
        rule('freeze-compaction', {
          of: 'org.apache.cassandra.db.compaction.CompactionIterator$Purger',
          method: 'updateProgress',
          when: 'NOT $0.controller.cfs.metadata.keyspace.startsWith("system")',
          act: `Thread.sleep(${sleepSeconds * 1_000})`,
        }),
      ],
      begun: (nodetool) =>
        `compactions of user tables take ${sleepSeconds} s a row until they are released; ` +
        `to begin one: ${nodetool('flush')}, then ${nodetool('compact')}`,
      ended: `compactions go on within ${sleepSeconds} s`,
    },
  ],
  [
    'slow-requests',
    {
      // Behind the point at which Cassandra takes the time, so that its own latencies show it.
      rules: ['fetchRows', 'performWrite'].map((method) =>
        rule('slow-requests', {
          of: 'org.apache.cassandra.service.StorageProxy',
          method,
          when: 'TRUE',
          act: `Thread.sleep(${slowMs})`,
        }),
      ),
      begun: () =>
        `reads and writes that it coordinates take ${slowMs} ms more until they are released`,
      ended: 'requests are as fast as before',
    },
  ],
  [
    'freeze-schema',
    {
      rules: [
        rule('freeze-schema', {
          of: 'org.apache.cassandra.schema.DefaultSchemaUpdateHandler',
          method: 'applyMutations',
          when: 'TRUE',
          act: 'RETURN NULL',
        }),
      ],
      begun: (nodetool) =>
        'changes of the schema made elsewhere are not taken over until it is released; ' +
        `those that came meanwhile it takes over by ${nodetool('resetlocalschema')}`,
      ended: 'changes of the schema are taken over from now on',
    },
  ],
  [
    'deaf',
    {
      // Not reported means not heard: peers are convicted, and an echo does not bring them back.
      rules: [
        rule('deaf', {
          of: 'org.apache.cassandra.gms.FailureDetector',
          method: 'report',
          when: 'TRUE',
          act: 'RETURN',
        }),
        rule('deaf', {
          of: 'org.apache.cassandra.gms.Gossiper',
          method: 'realMarkAlive',
          when: 'TRUE',
          act: 'RETURN',
        }),
      ],
      begun: () => 'it hears no peer any more and will call them down, while they hear it',
      ended: 'it hears its peers again',
    },
  ],
]);

interface Rule {
  readonly of: string;
  readonly method: string;
  readonly when: string;
  readonly act: string;
}

/** Byteman loads no two rules of one name. */
function rule(fault: string, { of, method, when, act }: Rule): string {
  return `RULE ringward ${fault} ${method}
CLASS ${of}
METHOD ${method}
AT ENTRY
IF ${when}
DO ${act}
ENDRULE
`;
}
