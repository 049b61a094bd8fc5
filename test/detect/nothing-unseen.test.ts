import { expect, test } from 'vitest';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { MissingReason } from '../../src/model/seen.ts';
import type { Snapshot, SourceId } from '../../src/model/snapshot.ts';
import { simulated } from '../simulate/simulated.ts';

const asked = [...new Set(detectors.flatMap(({ needs }) => needs))];

/** A healthy cluster in whose first node one answer is missing. */
async function without(source: SourceId, why: MissingReason = 'failed'): Promise<Snapshot> {
  const snapshot = await simulated().look(asked);
  const [first, ...others] = snapshot.nodes;
  if (!first) throw new Error('no node');
  const lost = { kind: 'missing', at: snapshot.at, why, detail: 'exit code 1' } as const;
  const sources = { ...first.sources, [source]: lost };
  return { ...snapshot, nodes: [{ ...first, sources }, ...others] };
}

test.each(asked)('%s that was asked and did not come is said to be missing', async (source) => {
  const detections = detectAll([await without(source)], labLimits);
  const missing = detections.flatMap((detection) => detection.missing);
  expect(missing).toContainEqual(expect.objectContaining({ node: '10.0.0.1', source }));
});

test('with every answer there, nothing is missing', async () => {
  const detections = detectAll([await simulated().look(asked)], labLimits);
  expect(detections.flatMap((detection) => detection.missing)).toEqual([]);
});

test('what a version does not offer is not missing, and hides nothing else that is', async () => {
  const unsupported = await without('node-clock', 'unsupported');
  const lost = await without('log', 'unsupported');
  const missingIn = (look: Snapshot) =>
    detectAll([look], labLimits).flatMap((detection) => detection.missing);
  expect(missingIn(unsupported)).toEqual([]);
  const [first, ...others] = lost.nodes;
  if (!first) throw new Error('no node');
  const both = { kind: 'missing', at: lost.at, why: 'failed', detail: 'exit code 1' } as const;
  const sources = { ...first.sources, 'node-clock': both };
  const missing = missingIn({ ...lost, nodes: [{ ...first, sources }, ...others] });
  expect(new Set(missing.map(({ source }) => source))).toEqual(new Set(['node-clock']));
});

test('stacks that were asked for where a task stood still are nothing to miss once it moves', async () => {
  const detections = detectAll([await without('compaction-stacks', 'timed-out')], labLimits);
  expect(detections.flatMap((detection) => detection.missing)).toEqual([]);
});
