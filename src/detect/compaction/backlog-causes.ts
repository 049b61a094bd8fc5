import { latestValue } from '../../model/series.ts';
import { counted } from '../wording.ts';
import { bugCause } from './bug-cause.ts';
import { weigh, type Weighed } from './causes.ts';
import { disabledTables } from './disabled.ts';
import type { NodeCompactions } from './node-compactions.ts';

/** Why work waits and nothing begins it, as far as the node itself tells (causes S8, S16, S17). */
export function backlogCauses(on: NodeCompactions) {
  return weigh([switchedOff(on), shutDown(on), bugCause(on, 'never-begins')]);
}

function switchedOff(on: NodeCompactions): Weighed {
  const seen = latestValue(on.series, on.node, 'autocompaction');
  const disabled = disabledTables(on).length;
  return {
    id: 'disabled',
    title: 'autocompaction is switched off, and the number is the last one before',
    speaksFor: [disabled > 0 ? `it is not running for ${counted(disabled, 'table')}` : undefined],
    speaksAgainst: [seen && disabled === 0 ? 'it is running for every table' : undefined],
  };
}

function shutDown({ series, node }: NodeCompactions): Weighed {
  const mode = latestValue(series, node, 'netstats')?.mode;
  const isShut = mode?.startsWith('DRAIN') === true;
  return {
    id: 'drained',
    title: 'the executor is shut down: the node was drained and not stopped',
    speaksFor: [isShut ? `its mode is ${mode}` : undefined],
    speaksAgainst: [mode !== undefined && !isShut ? `its mode is ${mode}` : undefined],
  };
}
