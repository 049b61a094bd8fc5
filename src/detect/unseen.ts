import { askedOfStillTasks } from '../model/compaction-task.ts';
import type { Detector } from '../model/detector.ts';
import type { Series, SourceId } from '../model/snapshot.ts';
import { missingSources, silentNodes } from './missing-sources.ts';

/**
 * Finds nothing, but lets nothing go unsaid: every answer that was asked for and did not come is
 * missing, whether or not another detector could have judged without it.
 */
export const unseen: Detector = {
  id: 'unseen',
  title: 'answers that were asked for and did not come',
  needs: [],
  follows: [],
  detect: (series) => ({
    detector: 'unseen',
    findings: [],
    missing: silentNodes(series).size === 0 ? [] : missingSources(series, sourcesIn(series)),
  }),
};

function sourcesIn(series: Series): readonly SourceId[] {
  const asked = series.flatMap(({ nodes }) => nodes.flatMap(({ sources }) => Object.keys(sources)));
  // What was asked for a task that moves again is nothing to miss.
  return [...new Set(asked)].filter((source) => source !== askedOfStillTasks) as SourceId[];
}
