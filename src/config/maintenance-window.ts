import {
  isTimeOfDay,
  isTimezone,
  weekdays,
  type MaintenanceWindow,
} from '../model/maintenance-window.ts';
import { choiceOf, durationOf, fields, oneOrMore, required, textOf, wrongValue } from './fields.ts';
import type { YamlNode } from './yaml-document.ts';

const what = 'maintenanceWindow';

/** `maintenanceWindow:` of an inventory or a playbook; absent: nodes may be stopped at any time. */
export function maintenanceWindowOf(node: YamlNode | undefined): MaintenanceWindow | undefined {
  if (!node) return undefined;
  const found = fields(node, ['days', 'from', 'to', 'timezone', 'perNode'], what);
  const part = (key: 'days' | 'from' | 'to' | 'timezone') =>
    required(found[key], node.where, `${what}.${key}`);
  const days = oneOrMore(part('days')).map((day) => choiceOf(day, weekdays, `${what}.days`));
  if (days.length === 0)
    throw wrongValue(part('days'), `${what}.days`, 'a list of days: [sat, sun]');
  return {
    days,
    from: timeOf(part('from'), 'from'),
    to: timeOf(part('to'), 'to'),
    timezone: timezoneOf(part('timezone')),
    ...(found.perNode && { perNodeMs: durationOf(found.perNode, `${what}.perNode`) }),
  };
}

function timeOf(node: YamlNode, key: string): string {
  const text = textOf(node, `${what}.${key}`);
  if (isTimeOfDay(text)) return text;
  throw wrongValue(node, `${what}.${key}`, 'a time of the day in quotes: "22:00"');
}

/** Short names such as EST have no summer time, which nobody means. */
function timezoneOf(node: YamlNode): string {
  const name = textOf(node, `${what}.timezone`);
  if ((name === 'UTC' || name.includes('/')) && isTimezone(name)) return name;
  throw wrongValue(node, `${what}.timezone`, 'UTC or a zone such as Europe/Berlin');
}
