import type { UpgradeEvent } from '../../src/model/event.ts';
import type { rollOn } from '../simulate/simulated-roll.ts';

/** Does something just before such an event of the roll is shown. */
export function atEvent(
  { shown }: Pick<ReturnType<typeof rollOn>, 'shown'>,
  isIt: (event: UpgradeEvent) => boolean,
  act: () => unknown,
): void {
  const push = shown.push.bind(shown);
  shown.push = (...events) => {
    if (events.some(isIt)) act();
    return push(...events);
  };
}
