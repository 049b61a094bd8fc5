import { describe, expect, test } from 'vitest';
import { fetchRelease } from '../../src/lab/fetch.ts';
import { releaseOf } from '../../src/lab/releases.ts';
import type { CommandResult, RunRequest } from '../../src/ports/runner.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const release = releaseOf('4.1.10');
const jars = ['cassandra-all-4.1.10.jar', 'jamm-0.3.2.jar'];

function fetching(answer: CommandResult | 'delivers', delivered = jars, tarball?: string) {
  const files = memoryFiles();
  const runner = fakeRunner([
    [
      tarball === undefined ? 'mvn' : 'tar',
      async (request: RunRequest) => {
        if (answer !== 'delivers') return answer;
        const folder =
          request.argv.find((word) => word.startsWith('/cache/.'))?.replace(/\/pom\.xml$/, '') ??
          '';
        for (const jar of delivered) await files.writeText(`${folder}/lib/${jar}`, '');
        return '';
      },
    ],
  ]);
  const said: string[] = [];
  const ports = fakePorts({ files, runner });
  const work = fetchRelease(release, '/cache', tarball, ports, (line) => void said.push(line));
  return { work, files, runner, said };
}

describe('fetchRelease', () => {
  test('the jars come into a temporary folder that is renamed when it is complete', async () => {
    const { work, files, said } = fetching('delivers');
    await work;
    expect(await files.list('/cache/4.1.10/lib')).toEqual(jars);
    expect(await files.list('/cache')).toEqual(['4.1.10']);
    expect(said).toEqual(['fetching Cassandra 4.1.10 with Maven (about 70 MB the first time) …']);
  });

  test('what is in the cache is not fetched again', async () => {
    const files = memoryFiles({ '/cache/4.1.10/lib/x.jar': '' });
    await fetchRelease(release, '/cache', undefined, fakePorts({ files }), () => undefined);
    expect(await files.list('/cache/4.1.10/lib')).toEqual(['x.jar']);
  });

  test('an archive that would not be used, because the version is in the cache, is an error', async () => {
    const files = memoryFiles({ '/cache/4.1.10/lib/x.jar': '' });
    const work = fetchRelease(
      release,
      '/cache',
      '/own.tar.gz',
      fakePorts({ files }),
      () => undefined,
    );
    await expect(work).rejects.toMatchObject({
      exitCode: 2,
      message: 'Cassandra 4.1.10 is in the cache already, so /own.tar.gz would not be used',
      hint: 'leave --tarball out, or remove /cache/4.1.10 first',
    });
  });

  test.each<[string, CommandResult | 'delivers', string, string]>([
    [
      'no Maven',
      { kind: 'unreachable', reason: 'ENOENT' },
      'is not in the cache, and there is no Maven',
      'apt install maven',
    ],
    [
      'a version that is not published',
      exited('[ERROR] Could not find artifact x:y:4.1.10\n', 1),
      'Could not find artifact',
      'is this version published',
    ],
    [
      'no network',
      exited('', 1, '\u001b[31m[ERROR] Unknown host repo\u001b[0m\n'),
      'could not fetch Cassandra 4.1.10: Unknown host repo',
      'check the network',
    ],
    [
      'a download without an end',
      { kind: 'timed-out', afterMs: 900_000, stdout: '', stderr: '' },
      'no end after 900 s',
      'check the network',
    ],
  ])('%s leaves no half cache', async (_, answer, message, hint) => {
    const { work, files } = fetching(answer);
    await expect(work).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
    expect(await files.list('/cache')).toEqual([]);
  });

  test('an answer without the server or the agent is refused', async () => {
    const { work, files } = fetching('delivers', ['jamm-0.3.2.jar']);
    await expect(work).rejects.toThrow('Maven delivered no cassandra-all-4.1.10.jar');
    expect(await files.list('/cache')).toEqual([]);
  });

  test('a release archive is unpacked; one of another version is refused', async () => {
    const good = fetching(
      'delivers',
      ['apache-cassandra-4.1.10.jar', 'jamm-0.3.2.jar'],
      '/d/c.tar.gz',
    );
    await good.work;
    expect(good.runner.requests[0]?.argv.slice(0, 3)).toEqual(['tar', '-xf', '/d/c.tar.gz']);
    const other = fetching(
      'delivers',
      ['apache-cassandra-5.0.8.jar', 'jamm-0.4.0.jar'],
      '/d/c.tar.gz',
    );
    await expect(other.work).rejects.toThrow(
      'c.tar.gz holds no cassandra-all-4.1.10.jar and no jamm-0.3.2.jar',
    );
    const broken = fetching(exited('', 2, 'tar: not an archive\n'), [], '/d/c.tar.gz');
    await expect(broken.work).rejects.toThrow('cannot unpack /d/c.tar.gz: tar: not an archive');
  });
});
