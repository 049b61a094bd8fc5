import { likeMinded } from './peers-view.ts';
import type { RingStatusRow } from './readings.ts';
import { latestValue } from './series.ts';
import type { Series } from './snapshot.ts';

export const ringStates = ['normal', 'leaving', 'joining', 'moving', 'unknown'] as const;

/** Where a node stands with its tokens. */
export interface RingState {
  /** Who says anything else than normal is believed. `unknown`: a mode of which nothing is known. Undefined: nobody said. */
  readonly state: (typeof ringStates)[number] | undefined;
  /** Nodes whose ring shows it so; empty where only its own mode does. Of nearly all nodes nobody asks. */
  readonly seenBy: () => readonly string[];
  /** `Mode:` of its netstats; undefined where it did not say. */
  readonly mode: string | undefined;
}

export function ringStateOf(series: Series, address: string): RingState {
  const views = likeMinded(series);
  const mode = latestValue(series, address, 'netstats')?.mode;
  const own = mode === undefined ? undefined : ownState(mode);
  let state: RingState['state'];
  for (const { rows } of views) state = stronger(state, rows.get(address)?.state);
  state = stronger(state, own);
  return {
    state,
    mode,
    seenBy: () =>
      views.flatMap(({ voters, rows }) =>
        rows.get(address)?.state === state && state !== undefined ? voters : [],
      ),
  };
}

/** The first that is not normal. */
function stronger(before: RingState['state'], next: RingState['state']): RingState['state'] {
  return before === undefined || (before === 'normal' && next !== undefined) ? next : before;
}

/** Undefined: the mode is known and says nothing of its tokens. */
function ownState(mode: string): RingState['state'] {
  if (tokenless.has(mode)) return undefined;
  return stateByMode.get(mode) ?? 'unknown';
}

/** StorageService.Mode of 2.1 to 5.0, those that failed from 5.0 on (CASSANDRA-18555). */
const stateByMode: ReadonlyMap<string, RingStatusRow['state']> = new Map([
  ['NORMAL', 'normal'],
  ['JOINING', 'joining'],
  ['JOINING_FAILED', 'joining'],
  ['LEAVING', 'leaving'],
  ['DECOMMISSION_FAILED', 'leaving'],
  ['MOVING', 'moving'],
]);

const tokenless: ReadonlySet<string> = new Set([
  'STARTING',
  'DRAINING',
  'DRAINED',
  'DECOMMISSIONED',
]);
