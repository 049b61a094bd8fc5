import { expect, test } from 'vitest';
import { adviceLine, nodetoolOn, ringwardAgain } from '../../src/model/advice.ts';

function lineOf(call: readonly string[] | undefined, ...args: readonly string[]): string {
  return adviceLine(nodetoolOn('10.0.0.1', ...args), () => call).text;
}

test.each([
  [['nodetool', '-h', '10.0.0.1', '-p', '7199'], 'nodetool -h 10.0.0.1 -p 7199 tpstats'],
  [['ssh', 'ops@10.0.0.1', 'nodetool'], 'ssh ops@10.0.0.1 nodetool tpstats'],
  [["/opt/it's here/nodetool"], "'/opt/it'\\''s here/nodetool' tpstats"],
  [undefined, 'nodetool -h 10.0.0.1 tpstats'],
])('nodetool is called as the inventory calls it: %j', (call, expected) => {
  expect(lineOf(call, 'tpstats')).toBe(expected);
});

test('a word that a shell would change is quoted', () => {
  expect(lineOf(['nodetool'], 'enableautocompaction', '$(id)', 'a b')).toBe(
    "nodetool enableautocompaction '$(id)' 'a b'",
  );
});

test.each(['-pw', '--password'])('a password after %s is not shown', (flag) => {
  expect(lineOf(['nodetool', '-u', 'ops', flag, 'hunter2'], 'info')).not.toContain('hunter2');
});

test('a sentence stays a sentence', () => {
  expect(adviceLine('read the log', () => ['x'])).toEqual({ text: 'read the log', isCall: false });
});

test('a call of Ringward names the inventory as the operator did', () => {
  const own = ringwardAgain('health', '--for', '10m');
  const plain = { text: 'ringward health --for 10m', isCall: true };
  expect(adviceLine(own, () => ['x'])).toEqual(plain);
  const named = adviceLine(own, () => ['x'], { inventory: 'my lab.yaml' });
  expect(named.text).toBe("ringward health --for 10m --inventory 'my lab.yaml'");
});
