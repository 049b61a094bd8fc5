import { expect, test } from 'vitest';
import { run } from './run-program.ts';
import { addresses, simulatedLab, withLastDown, withoutClients } from './simulated-lab.ts';

test.each([
  ['--for 0s', '--for 0s leaves no time to ask anybody', 'write --for 60s'],
  ['--rate 0', '--rate: `0` is no number from 1 to 50', 'write a whole number: --rate 3'],
  [
    '--read-only --create-keyspace',
    '--read-only and --create-keyspace exclude each other',
    'leave one of them out: a keyspace that is made is written to',
  ],
  [
    '--consistency ONE,MOST',
    '--consistency: `MOST` is no consistency level',
    'write one of: ANY, ONE, TWO, THREE, LOCAL_ONE, QUORUM, LOCAL_QUORUM, EACH_QUORUM, SERIAL, LOCAL_SERIAL, ALL',
  ],
])('`probe %s` is an error with a way on', async (words, error, hint) => {
  expect(await run(`probe ${words}`)).toEqual({
    exitCode: 2,
    out: '',
    err: `error: ${error}\nhint: ${hint}\n`,
  });
});

test('completion knows its levels and what it finds', async () => {
  const { out } = await run('completion bash');
  expect(out).toContain('LOCAL_QUORUM');
  expect(out).toContain('outside-view');
});

/** Slow enough for a busy machine. */
const pace = 30;

interface ProbeJson {
  readonly verdict: string;
  readonly findings: readonly { readonly node: string; readonly state: string }[];
  readonly requests: { readonly table: string; readonly written: number };
}

const json = (out: string) => JSON.parse(out) as ProbeJson;

test('healthy simulated nodes: green, nothing made and nothing written without consent', async () => {
  const lab = await simulatedLab({ pace });
  const { code, out } = await lab.runHere('probe');
  expect(out).toContain('ringward_probe.canary\n  does not exist (--create-keyspace makes it)');
  expect(out).toContain('Verdict: inside and outside agree: green (exit 0)');
  expect(code).toBe(0);
  expect(lab.nodes()).toHaveLength(3);
});

test('with consent it makes its table and writes; the next one finds it, and may be told not to write', async () => {
  const lab = await simulatedLab({ pace });
  const made = await lab.here('probe --create-keyspace --format json');
  expect(json(made.out)).toMatchObject({ verdict: 'green', requests: { table: 'own' } });
  expect(json(made.out).requests.written).toBeGreaterThan(0);
  const again = await lab.here('probe --read-only --consistency one --format json');
  expect(json(again.out).requests).toMatchObject({
    ...{ table: 'own', written: 0, created: false, because: '--read-only' },
  });
  expect((await lab.runHere('probe --read-only --consistency ANY')).err).toBe(
    'error: nothing can be read at ANY\nhint: leave --read-only out, or name a level that reads can have\n',
  );
});

test('nodes that serve each other and let no client in: dies at connect, at each of them', async () => {
  const lab = await simulatedLab({ pace, cluster: withoutClients });
  const { code, out } = await lab.runHere('probe --format json');
  const { findings, requests } = json(out);
  expect(findings.map(({ node, state }) => [node, state])).toEqual(
    addresses.map((address) => [address, 'CONNECT']),
  );
  expect(requests.table).toBe('system');
  expect(code).toBe(1);
  const refused = await lab.runHere('probe --create-keyspace');
  expect([refused.code, refused.err]).toEqual([
    5,
    expect.stringContaining('error: ringward_probe cannot be made: ') as string,
  ]);
});

test('a node that is down is red from both sides, and that is said', async () => {
  const lab = await simulatedLab({ pace, cluster: withLastDown });
  const { code, out } = await lab.runHere('probe --format markdown');
  expect(out).toMatch(/inside red \(node-down DOWN: .*\), outside red, dies at connect/);
  expect(code).toBe(1);
});

test('too short a look cannot tell, and says what it takes', async () => {
  const lab = await simulatedLab({ pace });
  const { code, out } = await lab.runHere('probe --for 10s');
  expect(out).toMatch(/needs --for\s+30s/);
  expect(code).toBe(5);
});

test('Ctrl-C: what was made and written is said', async () => {
  const lab = await simulatedLab({ pace: 5 });
  const probe = lab.start('probe --create-keyspace --for 10m');
  await probe.says(/[1-9]\d\d tries failed/);
  probe.child.kill('SIGINT');
  const { code, err } = await probe.ended;
  expect(err).toMatch(
    /hint: ringward_probe\.canary was made and stays; \d+ writes went to ringward_probe\.canary; its rows are gone by themselves after 60 min; nothing was judged: --for 600s and/,
  );
  expect(code).toBe(130);
});
