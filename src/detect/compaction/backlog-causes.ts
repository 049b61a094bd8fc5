import { latestValue } from '../../model/series.ts';
import { counted } from '../../model/counted.ts';
import { bugCause } from './bug-cause.ts';
import { weigh, type Weighed } from './causes.ts';
import { disabledTables } from './disabled.ts';
import { failedCauses } from './failed-causes.ts';
import { isDrained, modeOf, type NodeCompactions } from './node-compactions.ts';

/** Why work waits and nothing begins it, as far as the node itself tells (causes S5 to S8, S16, S17). */
export function backlogCauses(on: NodeCompactions) {
  return weigh([...failedCauses(on), switchedOff(on), shutDown(on), bugCause(on, 'never-begins')]);
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

function shutDown(on: NodeCompactions): Weighed {
  const mode = modeOf(on);
  const says = mode === undefined ? undefined : `its mode is ${mode}`;
  return {
    id: 'drained',
    title: 'the executor is shut down: the node was drained and not stopped',
    speaksFor: [isDrained(mode) ? says : undefined],
    speaksAgainst: [isDrained(mode) ? undefined : says],
  };
}
