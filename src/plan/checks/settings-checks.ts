import { longestDownMs } from '../../model/limits.ts';
import type { NodeSettings } from '../../model/readings.ts';
import { modeIn } from '../../model/storage-mode.ts';
import { parseVersion, releaseLine } from '../../model/version.ts';
import { modesBeside } from '../../rules/storage-modes.ts';
import { ofEach, type Check, type RuleContext } from './check.ts';

export const hintWindow: Check = (context) => {
  const downMs = longestDownMs(context.limits);
  return ofEach(context, context.members, 'settings', (settings) => {
    const { hinted_handoff_enabled: isOn } = settings.values;
    if (isOn === 'false') return ['hinted handoff is off'];
    const windowMs = windowMsOf(settings);
    if (windowMs === undefined) return ['the hint window is not among its settings'];
    return windowMs >= downMs
      ? []
      : [`hints are kept for ${minutes(windowMs)}, a node may be down for ${minutes(downMs)}`];
  });
};

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `3h` (4.1+), or milliseconds under the old name. */
function windowMsOf({ values }: NodeSettings): number | undefined {
  const old = values['max_hint_window_in_ms'];
  const text = values['max_hint_window'] ?? (old === undefined ? '' : `${old}ms`);
  const { amount, unit = '' } = /^(?<amount>\d{1,15})(?<unit>[a-z]+)$/.exec(text)?.groups ?? {};
  const factor = unitMs[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}

/** A setting that a release does not have is not wrong there. */
function when(name: string, value: string, what: string): Check {
  return (context: RuleContext) =>
    ofEach(context, context.members, 'settings', ({ values }) =>
      values[name] === value ? [what] : [],
    );
}

export const automaticSSTableUpgrade = when('automatic_sstable_upgrade', 'true', 'it is on');
export const autoSnapshot = when('auto_snapshot', 'false', 'it is off');
export const uuidSSTableIds = when(
  'uuid_sstable_identifiers_enabled',
  'true',
  'uuid_sstable_identifiers_enabled is on',
);

const pluggable = ['authenticator', 'authorizer', 'role_manager', 'endpoint_snitch', 'partitioner'];

/** Without a package it is Cassandra's. Parameters, which may follow it, are left out: they may be secret. */
export const ownClasses: Check = (context) =>
  ofEach(context, context.members, 'settings', ({ values }) =>
    pluggable.flatMap((name) => {
      const text = values[name] ?? '';
      const className = /class_name=([\w.$]+)/.exec(text)?.[1] ?? /^[\w.$]*/.exec(text)?.[0] ?? '';
      const isOwn = className.includes('.') && !className.startsWith('org.apache.cassandra.');
      return isOwn ? [`${name} is ${className}`] : [];
    }),
  );

const oldest = 3;

export const clientProtocols: Check = (context) => {
  const newest = Math.min(newestOf(context.fromLine), newestOf(context.toLine));
  return ofEach(context, context.members, 'clients', ({ clients }) =>
    clients
      .filter(({ protocolVersion }) => protocolVersion < oldest || protocolVersion > newest)
      .map(({ driver, driverVersion, protocolVersion, connections }) => {
        const name = [driver ?? 'a driver without a name', driverVersion].join(' ').trim();
        const s = connections === 1 ? '' : 's';
        return `${connections} connection${s} of ${name} on protocol v${protocolVersion}`;
      }),
  );
};

/** The newest that is no beta: v5 from 4.0 on. */
function newestOf(line: string): number {
  return Number(line.split('.')[0]) >= 4 ? 5 : 4;
}

/** Of members that are on the older line already there is none to be seen. */
export const wayBackOpen: Check = (context) => {
  const newer = context.members.filter(({ release }) => lineOf(release) === context.fromLine);
  return ofEach(context, newer, 'settings', (settings) => {
    const mode = modeIn(settings) ?? 'a mode that it does not tell';
    return modesBeside(undefined).includes(mode) ? [] : [`it is in ${mode}`];
  });
};

function lineOf(release: string): string | undefined {
  const version = parseVersion(release);
  return version && releaseLine(version);
}
