import { groupBy } from '../model/group-by.ts';
import type { Parsed } from '../model/parsed.ts';
import type { SSTableFiles } from '../model/readings.ts';
import { reading, unreadable } from './reading.ts';

/** `nb-2-big-Data.db`, with a uuid from 4.1 on; before 2.2 `ks-table-ka-2-Data.db`. */
const named = /^(?<version>[a-z]{2})-[\w]+-(?<format>[a-z]+)-Data\.db$/;
const namedBefore22 = /-(?<version>[a-z]{2})-\d+-Data\.db$/;

/** Paths of Data.db files, one a line, as find prints them. No file at all is an answer, too. */
export function parseSSTableFiles(text: string): Parsed<SSTableFiles> {
  return reading(() => {
    const files = text
      .split('\n')
      .filter((path) => path !== '')
      .map((path) => fileOf(path));
    const alike = groupBy(files, ({ version, format }) => `${version} ${format}`);
    const versions = [...alike.values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, count: others.length + 1 }] : [],
    );
    return { versions };
  });
}

function fileOf(path: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = (named.exec(name) ?? namedBefore22.exec(name))?.groups;
  if (!found) return unreadable(path, 'not the name of an SSTable');
  const { version = '', format = 'big' } = found;
  return { version, format, example: path };
}
