import { expect, test } from 'vitest';
import { hostSources } from '../../src/collect/host.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { askHost } from './ask-host.ts';
import { healthyHost } from './healthy-answers.ts';
import { world } from './world.ts';

const wanted = new Set(hostSources);
const here: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid: 9, host: 'vm' } };

test('the folders of a version without settings are not known', async () => {
  const { on } = world({ runner: fakeRunner([]), cql: fakeCql([]) });
  expect(await askHost(on(), new Set(['file-systems'] as const), here)).toMatchObject({
    'file-systems': { why: 'unsupported' },
  });
});

test('a df that fails is not a full picture', async () => {
  const failed = exited('', 1, 'df: /data2: No such file or directory\n');
  const { on } = world({ runner: fakeRunner([['df', failed]]) });
  expect(await askHost(on(), new Set(['file-systems'] as const), here)).toMatchObject({
    'file-systems': { why: 'failed', detail: 'df: /data2: No such file or directory' },
  });
});

test('a mount that hangs takes nothing else with it', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const { on } = world({ runner: fakeRunner([['df', hung], ...healthyHost]) });
  expect(await askHost(on('10.0.0.1'), wanted, here)).toMatchObject({
    'file-systems': { why: 'timed-out' },
    disks: { kind: 'seen' },
    'process-io': { kind: 'seen' },
  });
});
