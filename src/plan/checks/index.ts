import type { JudgedRuleId } from '../../rules/upgrade/index.ts';
import { releaseLineOf } from '../../rules/upgrade/release-lines.ts';
import * as activity from './activity-checks.ts';
import type { Check } from './check.ts';
import * as java from './java-checks.ts';
import * as release from './release-checks.ts';
import * as room from './room-checks.ts';
import * as schema from './schema-checks.ts';
import * as settings from './settings-checks.ts';
import { sstablesReadable } from './sstable-checks.ts';
import * as yaml from './yaml-checks.ts';

/** One for each rule that is judged. */
export const checks: Readonly<Record<JudgedRuleId, Check>> = {
  'minimum-release': release.minimumRelease,
  'tracing-safe-release': release.tracingSafeRelease,
  'newest-release': release.newestRelease,
  'no-corrupting-release': release.noCorruptingRelease,
  'known-bugs': release.bugsOfTarget,
  'same-messages': release.sameMessages,
  'one-schema': activity.oneSchema,
  'no-range-movement': activity.noRangeMovement,
  'no-streams': activity.noStreams,
  'no-repair': activity.noRepair,
  'no-sstable-rewrite': activity.noSSTableRewrite,
  'auth-replication': schema.authReplication,
  'hint-window': settings.hintWindow,
  'automatic-sstable-upgrade': settings.automaticSSTableUpgrade,
  'auto-snapshot': settings.autoSnapshot,
  'room-for-snapshot': room.roomForSnapshot,
  'room-for-upgradesstables': room.roomForUpgradesstables,
  'own-classes': settings.ownClasses,
  'client-protocols': settings.clientProtocols,
  'date-tiered-compaction': schema.dateTieredCompaction,
  'no-indexes-of-5': schema.noIndexesOf5,
  'no-compaction-of-5': schema.noCompactionOf5,
  'compact-paging': schema.compactPaging,
  'compact-storage': schema.compactStorage,
  'sasi-indexes': schema.sasiIndexes,
  'own-index-classes': schema.ownIndexClasses,
  'own-compaction-classes': schema.ownCompactionClasses,
  'legacy-auth-tables': schema.legacyAuthTables,
  'old-network-topology': schema.oldNetworkTopology,
  'replication-dcs': schema.replicationDcs,
  'yaml-keys': yaml.yamlKeys,
  'yaml-both-names': yaml.yamlBothNames,
  'yaml-old-names': yaml.yamlOldNames,
  'yaml-cluster-name': yaml.yamlClusterName,
  'yaml-num-tokens': yaml.yamlNumTokens,
  'storage-compatibility': yaml.storageCompatibility,
  'way-back-open': settings.wayBackOpen,
  'uuid-sstable-ids': settings.uuidSSTableIds,
  'keystore-passwords': yaml.keystorePasswords,
  'internode-tls': yaml.internodeTls,
  java: java.javaOfTarget,
  'java-experimental': java.javaExperimental,
  'jvm-options-read': java.jvmOptionsRead,
  'jvm-collector': java.jvmCollector,
  jamm: yaml.jamm((line) => releaseLineOf(line)?.jamm),
  'sstables-readable': sstablesReadable,
};
