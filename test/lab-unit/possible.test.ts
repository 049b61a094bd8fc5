import { expect, test } from 'vitest';
import { whyNoRealLab } from '../../src/lab/possible.ts';
import { releaseOf } from '../../src/lab/releases.ts';
import type { CommandResult, Runner } from '../../src/ports/runner.ts';
import { exited } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const releases = [releaseOf('4.1.10'), releaseOf('5.0.8')];
const none: CommandResult = { kind: 'unreachable', reason: 'no such command' };

/** A machine with this Java, with or without Maven, and with these releases fetched before. */
function machine({ java = '', maven = true, cached = [] as readonly string[] }) {
  const runner: Runner = {
    run: ({ argv }) => {
      const asksMaven = argv.includes('mvn');
      if (asksMaven) return Promise.resolve(exited('', maven ? 0 : 127));
      return Promise.resolve(java === '' ? none : exited('', 0, `openjdk version "${java}.0.1"\n`));
    },
  };
  const jars = cached.map((version) => [
    `/home/ops/.cache/ringward/cassandra/${version}/lib/x.jar`,
    '',
  ]);
  const files = memoryFiles(Object.fromEntries(jars) as Record<string, string>);
  return { runner, files, env: { HOME: '/home/ops' } };
}

test.each([
  ['Java and Maven', machine({ java: '17' }), undefined],
  [
    'Java, and all was fetched before',
    machine({ java: '17', maven: false, cached: ['4.1.10', '5.0.8'] }),
    undefined,
  ],
  [
    'Java, and half was fetched before',
    machine({ java: '17', maven: false, cached: ['4.1.10'] }),
    'no Maven (mvn) on the PATH',
  ],
  ['Java without Maven', machine({ java: '17', maven: false }), 'no Maven (mvn) on the PATH'],
  ['no Java', machine({}), 'no Java that fits'],
  ['a Java that is too new', machine({ java: '25' }), 'java is 25'],
])('%s', async (_, ports, why) => {
  const said = await whyNoRealLab(releases, ports);
  if (why === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(why);
});
