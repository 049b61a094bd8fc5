import { shLine } from '../model/sh-quote.ts';
import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series, SourceValues } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { bytesText, listed, rounded } from './wording.ts';

/** Too little room left on the file systems of the data folders. */
export const diskSpace: Detector = {
  id: 'disk-space',
  title: 'little space left for data and for the next compaction',
  needs: ['file-systems'],
  follows: [],
  detect(series, limits) {
    const notJudged = notAsked(series, 'file-systems');
    return {
      detector: 'disk-space',
      findings: volumesOf(series).flatMap((volume) => judge(volume, limits)),
      missing: missingSources(series, ['file-systems']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

type Mount = SourceValues['file-systems']['mounts'][number];

/** A file system with the nodes that keep data on it. */
interface Volume extends Mount {
  readonly nodes: ReadonlySet<string>;
}

/** One entry for each device of a host, however many folders or nodes are on it. */
function volumesOf(series: Series): readonly Volume[] {
  const volumes: (Mount & { readonly nodes: Set<string> })[] = [];
  for (const node of addressesOf(series)) {
    for (const mount of latestValue(series, node, 'file-systems')?.mounts ?? []) {
      const volume = volumes.find((one) => isSame(one, mount));
      if (volume) volume.nodes.add(node);
      else volumes.push({ ...mount, nodes: new Set([node]) });
    }
  }
  return volumes;
}

/** Nodes of one host see the same device, size and (but for what is written meanwhile) space. */
function isSame(a: Mount, b: Mount): boolean {
  const driftBytes = Math.abs(a.availableBytes - b.availableBytes);
  return (
    a.device === b.device && a.totalBytes === b.totalBytes && driftBytes <= a.totalBytes / 1000
  );
}

function judge(volume: Volume, limits: Limits): readonly Finding[] {
  if (volume.totalBytes <= 0) return [];
  const freePercent = (volume.availableBytes / volume.totalBytes) * 100;
  if (freePercent >= limits.diskFreeWarnPercent) return [];
  const isCritical = freePercent < limits.diskFreeCriticalPercent;
  const nodes = [...volume.nodes];
  const limit = isCritical ? limits.diskFreeCriticalPercent : limits.diskFreeWarnPercent;
  return [
    {
      detector: 'disk-space',
      severity: isCritical ? 'critical' : 'warning',
      node: nodes[0] ?? 'cluster',
      subject: volume.device,
      summary: `${rounded(freePercent)} % (${bytesText(volume.availableBytes)}) free on ${volume.mount}, below ${limit} %`,
      evidence: [
        { what: 'free', value: rounded(freePercent), unit: '%', limit },
        { what: 'size', value: volume.totalBytes, unit: 'bytes' },
        { what: 'nodes with data on it', value: listed(nodes) },
      ],
      advice: [`df -h ${shLine([volume.mount])}`, nodetoolOn(nodes[0] ?? '', 'listsnapshots')],
    },
  ];
}
