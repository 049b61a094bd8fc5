import type { Gate } from '../model/gate.ts';
import {
  describeWindow,
  localText,
  spansFrom,
  type MaintenanceWindow,
  type WindowSpan,
} from '../model/maintenance-window.ts';
import { pass, pauseRoll, refuse } from './verdict.ts';

/** A node that is begun is brought back, whatever the time; so none is begun that would not be back by the end. */
export const maintenanceWindow: Gate = {
  id: 'maintenance-window',
  title: 'the maintenance window is open, and long enough for the node',
  needs: [],
  judge({ now, window, isRehearsal }) {
    if (!window) return refuse('the plan has no maintenanceWindow');
    if (isRehearsal) return pass('not held to in a rehearsal');
    const { takes } = window;
    const [span, next] = spansFrom(window, now);
    if (!span) return pauseRoll(`${describeWindow(window)} never opens`);
    if (now < span.from) {
      const its = `the plan's window, ${describeWindow(window)} (another needs a new plan)`;
      return pauseRoll(`outside ${its}; ${opensText(window, span)}`);
    }
    const leftMs = span.to - now;
    const node = `a node takes ${minutes(takes.ms)} min (${takes.because})`;
    const left = `${minutes(leftMs)} min are left until ${localText(window, span.to)}`;
    if (takes.ms <= leftMs) return pass(`${left}; ${node}`);
    return pauseRoll(`${node}, and ${left}; ${next ? opensText(window, next) : 'no other opens'}`);
  },
};

function opensText(window: MaintenanceWindow, { from }: WindowSpan): string {
  return `it opens ${localText(window, from)} ${window.timezone}`;
}

/** To a tenth, so that what is just too long does not look as if it fitted. */
function minutes(ms: number): number {
  return Math.round(ms / 6_000) / 10;
}
