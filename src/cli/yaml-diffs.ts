import { nodeOf } from '../model/snapshot.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import type { PlanRequest } from '../plan/request.ts';
import { yamlDiffText } from '../report/yaml-diff-text.ts';
import { yamlDiff } from '../rules/upgrade/yaml-migration.ts';

/** What is to be changed in the cassandra.yaml of each node before it starts the target, as lines. */
export function yamlDiffs({ inventory, snapshot, toVersion }: PlanRequest): readonly string[] {
  const target = parseVersion(toVersion ?? '');
  return inventory.nodes.flatMap(({ address, files }) => {
    if (!files) return [`${address}: the inventory does not say where its files are`];
    const seen = nodeOf(snapshot, address)?.sources['config-files'];
    if (seen?.kind !== 'seen') return [`${address}: ${seen?.detail ?? 'its files were not read'}`];
    const lines = target && yamlDiff(seen.value.yaml, releaseLine(target));
    const place = { node: address, path: `${files.config}/cassandra.yaml` };
    return lines
      ? yamlDiffText(place, lines)
      : [`${address}: the settings of that release line are not known here`];
  });
}
