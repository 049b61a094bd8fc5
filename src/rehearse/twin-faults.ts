import { groupBy } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import { peersView } from '../model/peers-view.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import type { Fault } from '../simulate/fault.ts';
import { failingFaults } from './twin-failing.ts';

/** Disagreement, failing compactions and hints that are off, as they were seen, as faults that last, of a twin that begins at `at`. */
export function faultsSeen(series: Series, limits: Limits, at: Instant): readonly Fault[] {
  return [
    ...schemaFaults(series),
    ...failingFaults(series, limits, at),
    ...addressesOf(series).flatMap((node) => handoffFaults(series, node, at)),
    ...addressesOf(series).flatMap((node) => viewFaults(series, node)),
  ];
}

/** Among nodes of one release those whose schema is not that of the most have one of their own. */
function schemaFaults(series: Series): readonly Fault[] {
  const locals = addressesOf(series).flatMap((node) => {
    const local = latestValue(series, node, 'cql-local');
    return local ? [{ node, release: local.releaseVersion, version: local.schemaVersion }] : [];
  });
  return [...groupBy(locals, ({ release }) => release).values()].flatMap((alike) => {
    const byVersion = [...groupBy(alike, ({ version }) => version).values()];
    const [, ...others] = byVersion.toSorted((a, b) => b.length - a.length);
    return others.flat().map(({ node }) => ({ kind: 'schema-differs' as const, node }));
  });
}

/** A datacenter of its own, a window and a pause have no fault. */
function handoffFaults(series: Series, node: string, at: Instant): readonly Fault[] {
  const handoff = latestValue(series, node, 'hinted-handoff');
  return handoff?.isEnabled === false ? [{ kind: 'hints-off', node, from: at }] : [];
}

/** Peers that see the node otherwise than the most. */
function viewFaults(series: Series, node: string): readonly Fault[] {
  const { verdict, up, down } = peersView(series, node);
  switch (verdict) {
    case 'down':
      return up.map((viewer) => ({ kind: 'stale-up', node, viewer }));
    case 'up':
    case 'split':
      return down.map((viewer) => ({ kind: 'seen-down', node, viewer }));
    case 'absent':
    case 'unknown':
      return [];
  }
}
