import type { StorageMode } from '../model/step.ts';

/** From which mode each is rolled to: NEWS.txt 5.0, top notice (CASSANDRA-14227). */
export const modeBefore: Readonly<Record<StorageMode, string>> = {
  UPGRADING: 'CASSANDRA_4',
  NONE: 'UPGRADING',
};

/** In which modes nodes of 5.0 may be while others are rolled to this one; undefined: while 4.x still counts. */
export function modesBeside(mode: StorageMode | undefined): readonly string[] {
  return mode ? [modeBefore[mode], mode] : ['CASSANDRA_4'];
}
