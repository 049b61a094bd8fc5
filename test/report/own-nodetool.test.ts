import { expect, test } from 'vitest';
import { withOwnNodetool } from '../../src/report/own-nodetool.ts';

function adviceWith(nodetool: readonly string[] | undefined, ...advice: string[]) {
  const about = { detector: 'x', severity: 'warning', node: '10.0.0.1' } as const;
  const finding = { ...about, summary: '', evidence: [], advice };
  const nodetoolOf = (address: string) => (address === '10.0.0.1' ? nodetool : undefined);
  return withOwnNodetool(finding, nodetoolOf).advice;
}

test("a node's nodetool is the one of the inventory, quoted where a shell needs it", () => {
  const nodetool = ['/lab of mine/node1/nodetool', '-u', 'ringward'];
  expect(adviceWith(nodetool, 'nodetool -h 10.0.0.1 stop -id 7')).toEqual([
    "'/lab of mine/node1/nodetool' -u ringward stop -id 7",
  ]);
});

test('a call that holds what a replacement pattern means is written as it is', () => {
  expect(adviceWith(['ssh', '$1'], 'nodetool -h 10.0.0.1 info')).toEqual(["ssh '$1' info"]);
});

test('a node that the inventory does not name, a sentence and another command stay as they are', () => {
  const advice = ['nodetool -h 10.0.0.9 info', 'change no schema', 'df -h /data'];
  expect(adviceWith(['x'], ...advice)).toEqual(advice);
});
