import { describe, expect, test } from 'vitest';
import { labExec } from '../../src/lab/exec.ts';
import { labUp } from '../../src/lab/up.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { fakeLab, upOptions } from './fake-lab.ts';

describe('lab exec', () => {
  async function exec(node: string, command: string[], answer = exited('out', 3, 'err')) {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const runner = fakeRunner([['/lab/node2/nodetool', answer]]);
    const code = await labExec({ dir: '/lab', node, command }, { ...lab.ports, runner });
    return { code, lab, runner };
  }

  test.each(['2', 'node2', '127.0.0.2'])('node %s: its exit code and its output', async (node) => {
    const { code, lab, runner } = await exec(node, ['nodetool', 'status', '-r']);
    expect(code).toBe(3);
    expect(lab.ports.streams.outText()).toBe('out');
    expect(runner.requests[0]?.argv).toEqual(['/lab/node2/nodetool', 'status', '-r']);
  });

  test('a node and a program it does not have', async () => {
    await expect(exec('7', ['nodetool'])).rejects.toMatchObject({
      hint: 'its nodes: node1, node2, node3',
    });
    await expect(exec('2', ['../../bin/sh'])).rejects.toThrow('a node has no `../../bin/sh`');
    await expect(
      exec('2', ['nodetool'], { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' }),
    ).rejects.toThrow('node2: nodetool timed-out');
  });
});
