import { releaseOf } from '../lab/releases.ts';
import { UsageError } from '../model/errors.ts';
import { releaseLine } from '../model/version.ts';
import { knownLines } from '../simulate/say/release.ts';

/** A version that simulated nodes can be on: one whose texts are known. Throws UsageError. */
export function simulatedVersion(given: string): string {
  const { text, version } = releaseOf(given);
  const lines: readonly string[] = knownLines;
  if (lines.includes(releaseLine(version))) return text;
  throw new UsageError(
    `what nodes of Cassandra ${text} print is not known, so none can be simulated`,
    `known are releases of ${lines.join(', ')}: for instance 5.0.8`,
  );
}
