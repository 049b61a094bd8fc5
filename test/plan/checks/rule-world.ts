import type { ConfigFile } from '../../../src/model/readings.ts';
import type { RuleFinding } from '../../../src/model/rule-finding.ts';
import type { Snapshot, SourceId, SourceValues } from '../../../src/model/snapshot.ts';
import { parseCassandraYaml } from '../../../src/parse/cassandra-yaml.ts';
import { judgeRules } from '../../../src/plan/judge-rules.ts';
import { planMembers } from '../../../src/plan/members.ts';
import {
  addresses,
  healthySnapshot,
  localOf,
  missing,
  seen,
  settings,
  withSource,
} from '../../gates/healthy-view.ts';
import { valueOf } from '../../parse/parsers.ts';
import { healthyRequest, inventory } from '../healthy-request.ts';

export type Answers = { readonly [S in SourceId]?: SourceValues[S] };

export const yaml = `# a comment
cluster_name: lab
num_tokens: 16
compaction_throughput: 64MiB/s
`;

export function filesOf(
  text: string,
  others: readonly ConfigFile[] = [],
): SourceValues['config-files'] {
  return { yaml: valueOf(parseCassandraYaml(text)), others };
}

const java17 = { major: 17, update: undefined, text: '17.0.9' };

/** The hop that is meant, and what the first node says otherwise. */
export interface RuleWorld {
  readonly from?: string;
  readonly to?: string;
  readonly answers?: Answers;
  /** Of the first node, and of those that could say the same. */
  readonly silent?: SourceId;
  readonly withoutFiles?: boolean;
  /** With a login nothing says that there is no authenticator. */
  readonly loggedIn?: boolean;
}

/** A healthy cluster of three with files that fit, as one change makes it. */
export function findingsIn(given: RuleWorld, change: (s: Snapshot) => Snapshot = (s) => s) {
  const {
    from = '4.1.10',
    to = '5.0.8',
    answers = {},
    silent,
    withoutFiles = false,
    loggedIn,
  } = given;
  const mode = from.startsWith('5.0') ? { storage_compatibility_mode: 'CASSANDRA_4' } : {};
  const healthy: Answers = {
    settings: { values: { ...settings.values, ...mode } },
    'config-files': filesOf(yaml),
    'java-version': java17,
    'sstable-files': {
      versions: [{ version: 'nb', format: 'big', count: 3, example: '/data/nb-1-big-Data.db' }],
    },
  };
  let snapshot = healthySnapshot;
  for (const address of addresses) {
    const local = { ...localOf(address), releaseVersion: from };
    const own = { ...healthy, 'cql-local': local, ...(address === addresses[0] ? answers : {}) };
    for (const [source, value] of Object.entries(own)) {
      snapshot = withSource(snapshot, address, source as SourceId, seen(value as never));
    }
    if (silent) snapshot = withSource(snapshot, address, silent, missing());
  }
  const places = addresses.map((address) => ({
    ...{ config: `/etc/${address}`, java: 'java', through: [] },
  }));
  const nodes = inventory.nodes.map((node, index) => {
    const files = places[index];
    return withoutFiles || !files ? node : { ...node, files };
  });
  const cql = loggedIn ? { user: 'ops' } : {};
  const all = { ...inventory, nodes, cql };
  const request = {
    ...healthyRequest,
    inventory: all,
    snapshot: change(snapshot),
    toVersion: to,
  };
  return judgeRules(request, planMembers(request.snapshot, all).members);
}

export function ofRule(findings: readonly RuleFinding[], rule: string): readonly string[] {
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ verdict, what }) => `${verdict}: ${what}`);
}
