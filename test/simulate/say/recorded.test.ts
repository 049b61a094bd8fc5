import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sayClusterHead } from '../../../src/simulate/say/describecluster.ts';
import { sayConnectionRefused, sayExecutorTerminated } from '../../../src/simulate/say/failure.ts';
import { againOf } from './again.ts';
import { clusterDecorations } from './decorations.ts';

/** Real answers of real nodes: what is read from them and said again is the same, to the byte. */
const root = new URL('../../fixtures/nodetool/', import.meta.url);
const versions = readdirSync(root).sort();

interface Entry {
  readonly exitCode: number;
  readonly stderr: string;
}

/** Why a file is not said again as it stands. */
const otherwise: readonly (readonly [file: RegExp, why: string])[] = [
  [/^tablestats/, 'no source of Ringward asks for it'],
  [/^status--node-stopped/, 'a failure, said by its own test'],
  [/^describecluster--drained/, 'a failure in the middle of the text, said by its own test'],
];

const filesOf = (version: string) =>
  readdirSync(new URL(`${version}/`, root)).filter((file) => file.endsWith('.txt'));
const read = (version: string, file: string) =>
  readFileSync(new URL(`${version}/${file}`, root), 'utf8');

test('every exception is still there', () => {
  const files = versions.flatMap(filesOf);
  const unused = otherwise.filter(([pattern]) => !files.some((file) => pattern.test(file)));
  expect(unused).toEqual([]);
});

describe.each(versions)('answers of %s', (version) => {
  const index = JSON.parse(read(version, 'INDEX.json')) as Record<string, Entry>;
  const files = filesOf(version);
  const covered = files.filter((file) => !otherwise.some(([pattern]) => pattern.test(file)));

  test.each(covered)('%s is said again to the byte', (file) => {
    const text = read(version, file);
    const { exitCode: code, stderr } = index[file] ?? { exitCode: -1, stderr: '' };
    expect(againOf(file)(text, version)).toEqual({ code, stdout: text, stderr });
  });

  test.runIf(files.includes('status--node-stopped.txt'))('of a node that is stopped', () => {
    const { exitCode: code, stderr = '' } = index['status--node-stopped.txt'] ?? {};
    const [, host = '', port] = /'(.*):(\d+)'/.exec(stderr) ?? [];
    const said = sayConnectionRefused({ host, port: Number(port) });
    expect(said).toEqual({ code, stdout: read(version, 'status--node-stopped.txt'), stderr });
  });

  test.runIf(files.includes('describecluster--drained.txt'))('of a node that has drained', () => {
    const text = read(version, 'describecluster--drained.txt');
    const { exitCode: code, stderr = '' } = index['describecluster--drained.txt'] ?? {};
    const partitioner = /Partitioner: (.*)/.exec(text)?.[1] ?? '';
    const head = { name: 'ringward-lab', partitioner };
    const said = sayExecutorTerminated(sayClusterHead(head, version, clusterDecorations(text)));
    expect(said).toMatchObject({ code, stdout: text });
    // Of the trace only the beginning is said.
    const beginOf = (trace: string) => trace.split('\n').slice(0, 3);
    expect(beginOf(said.stderr)).toEqual(beginOf(stderr));
  });
});
