import { UsageError } from '../model/errors.ts';

/** What is about a cluster that can be asked does not go with a recording of one. */
const because = {
  '--inventory': 'a recording names its own nodes',
  '--state-dir': 'runs are looked up for a cluster, not for a recording',
  '--deadline': 'a recording keeps nobody waiting',
  '--via': 'a recording has the answers of the ways that were asked then',
} as const;

/** Throws UsageError for the first flag that was given beside `--from`; undefined: not given. */
export function fromExcludes(
  from: string | undefined,
  given: Readonly<Partial<Record<keyof typeof because, unknown>>>,
): void {
  if (from === undefined) return;
  for (const [flag, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw new UsageError(
      `--from and ${flag} exclude each other`,
      `${because[flag as keyof typeof because]}: leave ${flag} out`,
    );
  }
}
