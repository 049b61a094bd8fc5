/**
 * Nodes asked at once, whatever way they are asked. Questions by CQL and JMX cost a node and this machine a millisecond
 * each, but all answers are read by one thread: with many more nodes it would take an answer that waits to be
 * read for one that did not come (docs/benchmarks.md).
 */
export const mostNodesAtOnce = 128;

/** Work of which only so much is done at once; the rest waits for its turn, which is no time of its own. */
export interface Turns {
  /**
   * In the order in which they first asked, `who` has its next turn before those that have not begun yet. Once `late`,
   * which is called when it has to wait, is fulfilled, it waits no longer and works without a turn.
   */
  take<T>(who: string, work: () => Promise<T>, late?: () => Promise<unknown>): Promise<T>;
}

interface Waiting {
  readonly place: number;
  readonly begin: () => void;
}

export function turnsOf(most: number): Turns {
  const places = new Map<string, number>();
  const waiting: Waiting[] = [];
  let taken = 0;
  const placeOf = (who: string): number => {
    const place = places.get(who) ?? places.size;
    places.set(who, place);
    return place;
  };
  const hasTurn = (place: number, late: (() => Promise<unknown>) | undefined) =>
    new Promise<boolean>((resolve) => {
      const waiter = {
        place,
        begin: () => {
          resolve(true);
        },
      };
      waiting.push(waiter);
      const leave = () => {
        const at = waiting.indexOf(waiter);
        if (at < 0) return;
        waiting.splice(at, 1);
        resolve(false);
      };
      late?.().then(leave, () => undefined);
    });
  const giveBack = () => {
    const [next] = waiting.toSorted((a, b) => a.place - b.place);
    if (!next) {
      taken -= 1;
      return;
    }
    waiting.splice(waiting.indexOf(next), 1);
    next.begin();
  };
  return {
    async take(who, work, late) {
      const place = placeOf(who);
      if (taken < most) taken += 1;
      else if (!(await hasTurn(place, late))) return await work();
      try {
        return await work();
      } finally {
        giveBack();
      }
    },
  };
}
