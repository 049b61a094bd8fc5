import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, latestValue, looksOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { machineEvidence } from './machine/evidence.ts';
import { fullShare, memoryUse, type MemoryUse } from './machine/memory-use.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsTwoLooks } from './too-short.ts';
import { counted } from '../model/counted.ts';
import { bytesText, rounded } from './wording.ts';

/** A control group without memory left: the kernel takes it back at every step, and kills in the end. */
export const memoryLimit: Detector = {
  id: 'memory-limit',
  title: 'a node whose control group runs out of the memory that it may have',
  needs: ['cgroup', 'memory-pressure', 'java-process', 'info'],
  follows: ['cgroup', 'memory-pressure'],
  // A look a few seconds later must not take back what was seen.
  lookBackMs: () => 90_000,
  detect(series) {
    const notJudged = notAsked(series, 'cgroup') ?? tooShort(series);
    return {
      detector: 'memory-limit',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['cgroup']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** Where any node has a limit, and each was seen once. */
function tooShort(series: Series): string | undefined {
  const limited = addressesOf(series).filter((node) => memoryUse(series, node) !== undefined);
  const isShort = limited.every((node) => looksOf(series, node, 'cgroup').length < 2);
  return limited.length > 0 && isShort ? needsTwoLooks(series, 'cgroup') : undefined;
}

function judgeNode(series: Series, node: string): readonly Finding[] {
  const use = memoryUse(series, node);
  if (!use || (!use.isFull && use.oomKills === 0)) return [];
  const kills = `the kernel killed ${counted(use.oomKills, 'process', 'processes')} of its control group for want of memory`;
  const full = `its control group runs into its memory limit: what it holds beside cached files is ${use.words}`;
  return [
    {
      detector: 'memory-limit',
      severity: 'warning',
      node,
      summary: use.oomKills > 0 ? kills : full,
      evidence: evidenceOf(series, node, use),
      advice: [
        'raise the limit (MemoryMax of the systemd unit, limits.memory of the pod, --memory of the container), or lower -Xmx: a JVM needs more than its heap',
      ],
    },
  ];
}

function evidenceOf(series: Series, node: string, use: MemoryUse) {
  const heap = latestValue(series, node, 'info')?.heapMaxMiB;
  return [
    {
      what: 'held beside cached files',
      value: rounded(use.heldShare * 100),
      unit: '% of the limit',
      limit: fullShare * 100,
    },
    { what: 'held beside cached files', unit: 'bytes', samples: use.samples },
    { what: 'limit', value: bytesText(use.limitBytes) },
    { what: 'ran into the limit while we looked', value: use.limitHits, unit: 'times' },
    { what: 'processes killed while we looked', value: use.oomKills },
    ...(heap === undefined ? [] : [{ what: 'heap', value: Math.round(heap), unit: 'MiB' }]),
    ...machineEvidence(series, node, 'memory-pressure', 'memory'),
  ];
}
