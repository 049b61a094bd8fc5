import { Interrupted } from '../model/errors.ts';

/** For what a signal ends before it is judged: an end without a word would look like one that found nothing. */
export function nothingJudged(why: () => string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Interrupted)) throw error;
    const left = error.hint === undefined ? '' : `${error.hint}; `;
    throw new Interrupted(error.signal, `${left}nothing was judged: ${why()}`);
  };
}
