import { masked } from '../model/masked.ts';

/**
 * The last line of what a command said on stderr, without what may be a secret; empty: nothing. A JVM repeats
 * its options there (`Picked up JAVA_TOOL_OPTIONS: …`) before it says anything.
 */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return masked(lines.findLast((line) => line !== '' && !line.startsWith('Picked up ')) ?? '');
}
