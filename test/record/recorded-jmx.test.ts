import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordingLine } from '../../src/record/format.ts';
import { fromJson, toJson } from '../../src/record/jmx-json.ts';
import { playbackJmx, recordingJmx } from '../../src/record/recorded-jmx.ts';
import { JmxError, Opaque, type JmxPlace, type JmxValue } from '../../src/ports/jmx.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { fakeJmx, fakeJmxClient } from '../fakes/fake-jmx.ts';

const place = { host: 'way-in', port: 7199, timeoutMs: 1_000 };
const heldOpen = new JmxError('timed-out', '-Djmx.password=s3cret: no answer');

/** What is kept of questions to a node with these beans, and what it is when it is played. */
function recorded(beans: Parameters<typeof fakeJmxClient>[0], change: Partial<JmxPlace> = {}) {
  const clock = virtualClock(1_000);
  const lines: RecordingLine[] = [];
  const jmx = fakeJmx({ 'way-in': fakeJmxClient(beans) });
  const client = recordingJmx(jmx, clock, (line) => lines.push(line)).client(
    { ...place, ...change },
    '10.0.0.1',
  );
  const play = () => {
    const read = JSON.parse(JSON.stringify(lines)) as RecordingLine[];
    return playbackJmx(read, virtualClock(1_000)).client(place, '10.0.0.1');
  };
  return { client, lines, play };
}

const values = fc.letrec<{ value: JmxValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    // JSON has no negative zero, and no bean tells one.
    fc.double().filter((each) => !Object.is(each, -0)),
    fc.bigInt().filter((each) => !Number.isSafeInteger(Number(each))),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map((each) => new Map(each)),
    fc
      .array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 })
      .map((each) => new Opaque('a.Class', new Map(each))),
  ),
})).value;

test('every value of a bean is the same after JSON', () => {
  fc.assert(
    fc.property(values, (value) => {
      const again = fromJson(JSON.parse(JSON.stringify(toJson(value))));
      // JSON knows one zero.
      expect(again).toEqual(fromJson(toJson(value)));
      expect(toJson(again)).toEqual(JSON.parse(JSON.stringify(toJson(value))));
    }),
  );
  expect(fromJson(toJson(Number.NaN))).toBeNaN();
  expect(fromJson(toJson(new Map([['a', 2n ** 63n]])))).toEqual(new Map([['a', 2n ** 63n]]));
});

test.each([[undefined], [{ map: 1 }], [{ map: [[1]] }], [{ other: 1 }], [{ opaque: 'x' }]])(
  'what toJson does not write, such as %j, is no value',
  (json) => {
    expect(() => fromJson(json)).toThrow();
  },
);

test('each kind of question is answered again as it was, in turn', async () => {
  const beans = { 'd:type=A': { Count: 2n ** 60n, 'find(x)': ['y'], Names: ['z'] } };
  const { client, play } = recorded(beans);
  const ask = async (asked: typeof client) => [
    await asked.getAttribute('d:type=A', 'Count'),
    await asked.getAttributes('d:type=A', ['Count', 'Names', 'None']),
    await asked.queryNames('d:type=A,*'),
    await asked.invoke('d:type=A', 'find', ['x'], ['java.lang.String']),
  ];
  const live = await ask(client);
  expect(live[1]).toEqual(
    new Map<string, unknown>([
      ['Count', 2n ** 60n],
      ['Names', ['z']],
    ]),
  );
  expect(await ask(play())).toEqual(live);
});

test('an error comes again as that error, without what may be a secret', async () => {
  const { client, lines, play } = recorded({ 'd:type=A': { Count: heldOpen } });
  await expect(client.getAttribute('d:type=A', 'Count')).rejects.toBe(heldOpen);
  await expect(client.getAttribute('d:type=B', 'Count')).rejects.toThrow('d:type=B');
  expect(JSON.stringify(lines)).not.toContain('s3cret');
  expect(JSON.stringify(lines)).not.toContain('way-in');
  const played = play();
  await expect(played.getAttribute('d:type=A', 'Count')).rejects.toMatchObject({
    kind: 'timed-out',
    message: '-Djmx.password=*** no answer',
  });
  await expect(played.getAttribute('d:type=B', 'Count')).rejects.toMatchObject({
    kind: 'remote',
    remoteClass: 'javax.management.InstanceNotFoundException',
  });
});

test('what was not recorded is missing, and closes no door to what was', async () => {
  const { client, play } = recorded({ 'd:type=A': { Count: 1 } });
  await client.getAttribute('d:type=A', 'Count');
  const played = play();
  await expect(played.getAttribute('d:type=A', 'Other')).rejects.toMatchObject({
    kind: 'remote',
    message: 'not in the recording',
  });
  expect(await played.getAttribute('d:type=A', 'Count')).toBe(1);
  await expect(played.getAttribute('d:type=A', 'Count')).rejects.toThrow('not in the recording');
  await played.close();
});

test.each([
  [{}, 'way-in:7199: connection refused', '10.0.0.1: connection refused'],
  [
    { proxyCommand: ['ssh', '-W', 'x', 'bob@bastion'] },
    'ssh: bob@bastion: Permission denied',
    'jmx.proxyCommand does not lead there',
  ],
])('how a node is reached (%j) is not kept of an error', async (change, message, kept) => {
  const refused = new JmxError('refused', message);
  const { client, lines, play } = recorded({ 'd:type=A': { Count: refused } }, change);
  await expect(client.getAttribute('d:type=A', 'Count')).rejects.toBe(refused);
  expect(JSON.stringify(lines)).not.toMatch(/way-in|bastion/);
  await expect(play().getAttribute('d:type=A', 'Count')).rejects.toMatchObject({
    kind: 'refused',
    message: kept,
  });
});

test('an argument that is a long can be kept', async () => {
  const { client, play } = recorded({ 'd:type=A': { 'find([object Object])': 1 } });
  const ask = (asked: typeof client) =>
    asked.invoke('d:type=A', 'find', [{ long: 2n ** 60n }], ['long']);
  expect([await ask(client), await ask(play())]).toEqual([1, 1]);
});
