import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeLab } from './fake-lab.ts';

async function lab(argv: string, ports = fakePorts()) {
  const code = await runProgram(['lab', ...argv.split(' ')], ports);
  return { code, out: ports.streams.outText(), err: ports.streams.errText() };
}

describe('a wrong command line: one error, one hint, exit 2', () => {
  test.each([
    ['up 4.x', '`4.x` is no Cassandra version a lab can run'],
    ['up --nodes 0', '--nodes: `0` is no number from 1 to 50'],
    ['up --nodes three', '--nodes: `three` is no number from 1 to 50'],
    ['up --network 10.0.0', '--network: `10.0.0` is no loopback prefix'],
    ['up --network 127.0.0.1', '--network: `127.0.0.1` is no loopback prefix'],
    ['up --heap 64m', '--heap: `64m` is no size of 192m or more'],
    ['up --heap lots', '--heap: `lots` is no size of 192m or more'],
    ['load --for soon', '--for: `soon` is no duration'],
    ['load --rate 0', '--rate: `0` is no number from 1 to 10000'],
    ['status', 'there is no lab in /home/ops/.local/state/ringward/lab'],
    ['down', 'there is no lab in /home/ops/.local/state/ringward/lab'],
    ['load', 'there is no lab in /home/ops/.local/state/ringward/lab'],
    ['fault node1 dies', 'there is no lab in /home/ops/.local/state/ringward/lab'],
    ['exec node1 nodetool', 'there is no lab in /home/ops/.local/state/ringward/lab'],
    ['exec node1', "missing required argument 'command'"],
    ['sideways', "unknown command 'sideways'"],
  ])('lab %s', async (argv, message) => {
    const { code, err, out } = await lab(argv);
    expect(code).toBe(2);
    expect(err).toContain(`error: ${message}`);
    expect(err.match(/^hint: /gm)).toHaveLength(1);
    expect(out).toBe('');
  });
});

test('lab demo leaves a lab alone that is in the folder it is given', async () => {
  const { ports, files } = fakeLab();
  const playbook = 'playbooks/upgrade-4.1-to-5.0.yaml';
  await files.writeText(`/pkg/${playbook}`, readFileSync(playbook, 'utf8'));
  await lab('up --dir /lab', ports);
  const before = files.textOf('/lab/lab.json');
  const { code, out, err } = await lab('demo --dir /lab', ports);
  expect([code, out, err.split('\n').slice(-3)]).toEqual([
    2,
    '',
    [
      'error: there is a lab in /lab',
      'hint: give another folder: --dir DIR, or remove it first: ringward lab down --dir /lab --purge',
      '',
    ],
  ]);
  expect(files.textOf('/lab/lab.json')).toBe(before);
});

test('up, status, exec, load, down in a row', async () => {
  const machine = fakeLab();
  const { ports } = machine;
  const step = (argv: string) => lab(argv, ports);
  expect((await step('up --dir /lab --nodes 2 --heap 1g')).code).toBe(0);
  expect(
    machine.files.textOf('/lab/node1/conf/start') ??
      machine.files.textOf('/lab/node1/conf-4.1.10/start'),
  ).toContain('-Xmx1024m');
  expect((await step('status --dir /lab')).code).toBe(0);
  expect((await step('status --dir /lab --format json')).out).toContain('"answersCql": true');
  expect((await step('exec --dir /lab 2 stop --kill')).code).toBe(0);
  expect(machine.programs()).toContain('/lab/node2/stop --kill');
  expect((await step('status --dir /lab')).code).toBe(1);
  expect((await step('down --dir /lab --purge')).code).toBe(0);
});

test('lab load --for: every request fails, exit 1, one JSON document on stdout', async () => {
  const machine = fakeLab();
  const down = new CqlError('unavailable', 'x');
  const cql = fakeCql([
    ['system.local', []],
    ['CREATE', []],
    ['ALTER', []],
    ['', down],
  ]);
  const ports = { ...machine.ports, cql };
  await lab('up --dir /lab', ports);
  const { code, out } = await lab('load --dir /lab --for 1s --format json', ports);
  expect(code).toBe(1);
  const result = JSON.parse(out) as { passed: boolean; failed: number; requests: number };
  expect(result.passed).toBe(false);
  expect(result.failed).toBe(result.requests);
});
