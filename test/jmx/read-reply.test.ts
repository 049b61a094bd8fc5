import { describe, expect, test } from 'vitest';
import { ByteSource } from '../../src/jmx/byte-source.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { replyLimits } from '../../src/jmx/limits.ts';
import { readReply } from '../../src/jmx/read-reply.ts';
import { stubIn } from '../../src/jmx/remote-stub.ts';
import { toValue } from '../../src/jmx/to-value.ts';
import { finish, unfinished, valueOf } from './read-bytes.ts';
import { replies, replyTo, session } from './recorded.ts';

describe('what a real node answered', () => {
  test('a string', () => {
    expect(valueOf(replyTo('operation-mode'))).toBe('NORMAL');
  });

  test('attributes: text, list, boolean, maps', () => {
    expect(valueOf(replyTo('several'))).toEqual([
      new Map([['OperationMode', 'NORMAL']]),
      new Map([['LiveNodes', ['127.0.60.1']]]),
      new Map([['Drained', false]]),
      new Map([
        ['EndpointToHostId', new Map([['127.0.60.1', expect.stringMatching(/^[\da-f-]{36}$/)]])],
      ]),
      new Map([['LoadMap', new Map([['127.0.60.1', expect.stringMatching(/ KiB$/)]])]]),
    ]);
  });

  test('composite data is a map by item', () => {
    const heap = valueOf(replyTo('heap'));
    expect(heap).toBeInstanceOf(Map);
    expect(heap).toEqual(
      new Map([
        ['committed', 389_283_840],
        ['init', 402_653_184],
        ['max', 389_283_840],
        ['used', expect.any(Number)],
      ]),
    );
  });

  test('tabular data is a list of rows', () => {
    const rows = valueOf(replyTo('compaction-history')) as ReadonlyMap<string, unknown>[];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      expect([...row.keys()]).toEqual(
        expect.arrayContaining(['bytes_in', 'bytes_out', 'columnfamily_name', 'keyspace_name']),
      );
      expect(typeof row.get('bytes_in')).toBe('number');
    }
  });

  test('an empty list; numbers; names', () => {
    expect(valueOf(replyTo('compactions'))).toEqual([]);
    expect(valueOf(replyTo('dropped'))).toEqual([
      new Map([['Count', 0]]),
      new Map([['OneMinuteRate', 0]]),
    ]);
    expect(valueOf(replyTo('names'))).toContain(
      'org.apache.cassandra.metrics:type=DroppedMessage,scope=MUTATION,name=Dropped',
    );
  });

  test.each([
    ['no-bean', 'javax.management.InstanceNotFoundException', /: a\.b:type=None$/],
    ['no-attribute', 'javax.management.AttributeNotFoundException', /: No such attribute: X$/],
  ])('an exception is told by its class and message: %s', (name, remoteClass, message) => {
    expect(() => valueOf(replyTo(name))).toThrow(
      expect.objectContaining({
        kind: 'remote',
        remoteClass,
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test('the stubs of registry and log-in lead to ports and objects', () => {
    for (const answer of [session[1], session[3]]) {
      const value = finish(answer ?? Buffer.alloc(0), (source) => readReply(source, false));
      if (value === unfinished) throw new Error('the recording is cut');
      expect(stubIn(value).port).toBe(7199);
    }
  });

  test.each(Object.keys(replies))('%s may come byte by byte, and is never done early', (name) => {
    const bytes = replyTo(name);
    const source = new ByteSource(replyLimits.bytes);
    const reading = readReply(source, false);
    const given = () => {
      try {
        const { done, value } = reading.next();
        return done ? JSON.stringify(toValue(value)) : unfinished;
      } catch (error) {
        return error instanceof JmxError ? error.message : error;
      }
    };
    const outcomes = [...bytes].map((byte) => {
      source.push(Buffer.of(byte));
      return given();
    });
    expect(outcomes.slice(0, -1).every((one) => one === unfinished)).toBe(true);
    expect(outcomes.at(-1)).not.toBe(unfinished);
  });
});
