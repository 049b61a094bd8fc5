import type { Gate } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { pass, wait, whyMissing } from './verdict.ts';

export const modeNormal: Gate = {
  id: 'mode-normal',
  title: 'the node itself says Mode: NORMAL and streams nothing',
  needs: [],
  needsOfSubject: ['netstats'],
  judge({ snapshot, subject }) {
    const seen = nodeOf(snapshot, subject.address)?.sources.netstats;
    const netstats = valueOf(seen);
    if (!netstats) return wait(`netstats of ${subject.address} is missing, ${whyMissing(seen)}`);
    if (netstats.mode !== 'NORMAL') return wait(`${subject.address} is in mode ${netstats.mode}`);
    if (netstats.streams.length > 0) {
      return wait(`${subject.address} is streaming: ${netstats.streams.join(', ')}`);
    }
    return pass('mode NORMAL, no streams');
  },
};
