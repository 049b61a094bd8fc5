import type { FiringAlert } from '../model/alerts.ts';
import type { Gate } from '../model/gate.ts';
import { nameSome, pass, wait, whyMissing } from './verdict.ts';

/** What the node itself cannot know: that users, a backup or a neighbour are in trouble. */
export const alerts: Gate = {
  id: 'alerts',
  title: 'no alert of elsewhere fires that holds a roll',
  needs: [],
  needsAlerts: true,
  judge({ alerts: seen, isRehearsal }) {
    if (isRehearsal) return pass('not asked in a rehearsal');
    if (seen?.kind !== 'seen') return wait(`alerts are not seen, ${whyMissing(seen)}`);
    if (seen.value.length === 0) return pass('no alert fires');
    return wait(`${seen.value.length} firing: ${nameSome(seen.value.map(nameOf))}`);
  },
};

/** So much of an alert that it can be found where it is kept. */
const told = ['instance', 'cluster', 'severity'];

function nameOf({ name, labels }: FiringAlert): string {
  const about = told.flatMap((label) =>
    labels[label] === undefined ? [] : [`${label} ${shortOf(labels[label])}`],
  );
  const own = name === '' ? 'an alert without a name' : shortOf(name);
  return about.length === 0 ? own : `${own} (${about.join(', ')})`;
}

/** On one line, whatever somebody called it. */
function shortOf(text: string): string {
  return text.slice(0, 100).replaceAll(/\s+/g, ' ');
}
