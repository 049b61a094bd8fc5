import type { UpgradeEvent } from '../../src/model/event.ts';
import { simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';

export const wavedRoll = (wish: Partial<RollWish> = {}) =>
  simulatedRoll({
    playbook: 'rolling-restart',
    cluster: { dcs: { dc1: { rack1: 2, rack2: 2, rack3: 2 } } },
    parallel: 'rack',
    ...wish,
  });

export function stepsTogether(events: readonly UpgradeEvent[]) {
  for (const e of events) console.log(JSON.stringify(e).slice(0, 200));
  return {};
}
