import type { NodeSettings } from './readings.ts';

/** The storage_compatibility_mode a node says it is in; undefined: its release has none, or it does not tell. */
export function modeIn({ values }: NodeSettings): string | undefined {
  return values['storage_compatibility_mode'];
}
