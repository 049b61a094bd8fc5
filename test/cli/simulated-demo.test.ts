import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin } from './run-bin.ts';

const outcome = '3/3 nodes on 5.0.8, failed 0, lost 0';

test('the whole story without Java and Maven: told as simulated in the first line and in the last', async () => {
  const folder = temporaryFolder();
  const { code, out } = await runBin(folder, 'lab demo --simulated', { PATH: folder });
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(
    /^This is a SIMULATED cluster: asked for with --simulated; for real nodes install Java/,
  );
  expect(out).toMatch(/^Verdict: healthy; \d+ detectors not judged \(exit 0\)$/m);
  expect(out).toMatch(/^ok: 0 failed, 0 lost of \d{4,} acknowledged writes$/m);
  expect(lines.slice(-3)).toEqual([
    outcome,
    'on a SIMULATED cluster: asked for with --simulated',
    expect.stringMatching(/^for real nodes install Java .* then: npm start$/) as string,
  ]);
  expect(code).toBe(0);
  expect(existsSync(join(folder, '.local/state/ringward/demo-simulated/cluster.json'))).toBe(false);
});

test('without Maven it falls back by itself, and says why; what is kept can be looked at', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  symlinkSync('/bin/sh', join(folder, 'bin/sh'));
  const env = { PATH: join(folder, 'bin') };
  const { code, out, err } = await runBin(folder, 'lab demo --keep --dir kept', env);
  expect(out).toMatch(
    /^This is a SIMULATED cluster: there is no (Maven \(mvn\) on the PATH|Java that fits)/,
  );
  expect(out).toContain(outcome);
  expect(code).toBe(0);
  expect(err).toContain(`ringward health --inventory ${folder}/kept/ringward.yaml`);
  const look = await runBin(folder, 'health --inventory kept/ringward.yaml', env);
  expect(look.out).toContain('5.0.8');
  expect(look.code).toBe(0);
  const again = await runBin(folder, 'lab demo --simulated --dir kept', env);
  expect({ code: again.code, err: again.err }).toEqual({
    code: 2,
    err: expect.stringContaining(`${folder}/kept is not empty`) as string,
  });
  expect(readFileSync(join(folder, 'kept/ringward.yaml'), 'utf8')).toContain(
    'simulated: cluster.json',
  );
});
