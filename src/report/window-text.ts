import { describeWindow, longestSpanMs } from '../model/maintenance-window.ts';
import { thoughtToTake } from '../model/node-takes.ts';
import { rolledOf, stepsOfPlan, type Plan } from '../model/plan.ts';
import { wavesOf } from '../model/waves.ts';
import { durationText } from './duration.ts';

/** When nodes may be stopped, and how many of them fit into one window; undefined: at any time. */
export function windowText(plan: Plan): string | undefined {
  const { maintenanceWindow: window, limits, nodes, after, createdAt } = plan;
  if (!window) return undefined;
  const rolled = rolledOf(nodes).filter(({ steps }) => steps.length > 0);
  const takes = thoughtToTake(window, { steps: stepsOfPlan(nodes).steps, after }, limits);
  const longestMs = longestSpanMs(window, createdAt);
  const fitting = takes.ms > 0 ? Math.floor(longestMs / takes.ms) : rolled.length;
  const waves = wavesOf(rolled);
  const [one, all] = waves.length < rolled.length ? ['a wave', 'waves'] : ['a node', 'nodes'];
  const each = `${one} may take ${durationText(takes.ms)} (${takes.because})`;
  const many = `${Math.min(fitting, waves.length)} of ${waves.length} ${all} fit into one`;
  return `${describeWindow(window)}; ${each}, so ${many}`;
}
