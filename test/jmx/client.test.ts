import { describe, expect, test } from 'vitest';
import { jmxClient } from '../../src/jmx/client.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { block, objectWriter, streamHeader } from '../../src/jmx/object-writer.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';
import { opening, playback, type Played, type Reply } from './playback.ts';
import { replyTo } from './recorded.ts';

const name = 'org.apache.cassandra.db:type=StorageService';
const normal = replyTo('operation-mode');

function clientOf(played: Pick<Played, 'dial'>, mostSockets = 1) {
  const clock = heldClock();
  return {
    clock,
    client: jmxClient({ dial: played.dial, port: 7199, mostSockets, clock, timeoutMs: 5_000 }),
  };
}

/** Asks for the mode of a node that answers so. */
async function modeWith(answers: readonly Reply[], greets?: Reply) {
  const { client, clock } = clientOf(playback(answers, greets));
  const asked = client.getAttribute(name, 'OperationMode');
  asked.catch(() => undefined);
  await settled();
  clock.pass(5_000);
  return await asked;
}

/** An exception of this class, as a node sends it. */
function thrown(type: string): Buffer {
  const rmi = objectWriter('rmi');
  const fields = [['L', 'detailMessage', 'Ljava/lang/String;']] as const;
  const exception = rmi.object([{ name: type, suid: 1n, fields }], rmi.string('no such object'));
  return Buffer.concat([head(2), exception]);
}

/** Of an answer: 1 = a value follows, or nothing; 2 = an exception. */
function head(kind: number): Buffer {
  return Buffer.concat([
    Buffer.of(0x51),
    streamHeader,
    block(Buffer.of(kind, ...Buffer.alloc(14))),
  ]);
}

describe('a client', () => {
  test('registry, log-in and lease come before the first question, and once', async () => {
    const played = playback([...opening, normal, normal]);
    const { client } = clientOf(played);
    expect(await client.getAttribute(name, 'OperationMode')).toBe('NORMAL');
    expect(await client.getAttribute(name, 'OperationMode')).toBe('NORMAL');
    expect(played.calls).toHaveLength(opening.length + 2);
  });

  test('attributes come by name', async () => {
    const { client } = clientOf(playback([...opening, replyTo('several')]));
    const values = await client.getAttributes(name, ['OperationMode', 'Drained']);
    expect(values.get('OperationMode')).toBe('NORMAL');
    expect(values.get('Drained')).toBe(false);
  });

  test('names come as text', async () => {
    const { client } = clientOf(playback([...opening, replyTo('names')]));
    expect(await client.queryNames('org.apache.cassandra.metrics:*')).toContain(
      'org.apache.cassandra.metrics:type=DroppedMessage,scope=MUTATION,name=Dropped',
    );
  });

  test('the lease is renewed when half of it is over', async () => {
    const lease = opening[2] ?? 'end';
    const played = playback([...opening, normal, lease, normal]);
    const { client, clock } = clientOf(played);
    await client.getAttribute(name, 'OperationMode');
    clock.pass(301_000);
    expect(await client.getAttribute(name, 'OperationMode')).toBe('NORMAL');
    expect(played.calls).toHaveLength(6);
  });

  test('a connection that the node dropped is made anew, and the question asked again', async () => {
    const played = playback([...opening, normal, 'end', ...opening, normal]);
    const { client } = clientOf(played);
    await client.getAttribute(name, 'OperationMode');
    expect(await client.getAttribute(name, 'OperationMode')).toBe('NORMAL');
  });

  test('an operation whose answer was lost is not asked again', async () => {
    const played = playback([...opening, normal, 'end', ...opening, normal]);
    const { client } = clientOf(played);
    await client.getAttribute(name, 'OperationMode');
    await expect(client.invoke(name, 'drain', [], [])).rejects.toMatchObject({ kind: 'closed' });
    expect(played.calls).toHaveLength(5);
  });

  test('an exception of the node leaves the connection as it is', async () => {
    const played = playback([...opening, replyTo('no-bean'), normal]);
    const { client } = clientOf(played);
    await expect(client.getAttribute('a.b:type=None', 'X')).rejects.toMatchObject({
      kind: 'remote',
      remoteClass: 'javax.management.InstanceNotFoundException',
    });
    expect(await client.getAttribute(name, 'OperationMode')).toBe('NORMAL');
    expect(played.calls).toHaveLength(5);
  });

  test('close tells the node and leaves no socket open', async () => {
    const done = head(1);
    const played = playback([...opening, normal, done]);
    const { client } = clientOf(played);
    await client.getAttribute(name, 'OperationMode');
    await client.close();
    expect(played.calls).toHaveLength(5);
    expect(played.sockets.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test('to close what was never opened is nothing', async () => {
    await clientOf(playback([])).client.close();
  });
});

describe('what goes wrong is told by its kind', () => {
  test.each<[string, readonly Reply[], string, string]>([
    ['a node that hangs up', ['end'], 'closed', 'the node closed the connection'],
    [
      'a node that hangs up within an answer',
      [...opening, normal.subarray(0, 9), 'end'],
      'timed-out',
      'no answer within 5000 ms',
    ],
    ['a node that says nothing', ['nothing'], 'timed-out', 'no answer within 5000 ms'],
    [
      'bytes that are no answer',
      [...opening, Buffer.from('HTTP/1.1 400')],
      'protocol',
      'the answer begins with 0x48: no RMI',
    ],
    [
      'an answer without a stub',
      [normal],
      'protocol',
      'the registry gave no reference to an object',
    ],
    [
      'a wrong password',
      [...opening.slice(0, 1), thrown('java.lang.SecurityException')],
      'authentication',
      'java.lang.SecurityException: no such object',
    ],
    [
      'a connection the node forgot',
      [...opening, thrown('java.rmi.NoSuchObjectException')],
      'gone',
      'java.rmi.NoSuchObjectException: no such object',
    ],
  ])('%s', async (_, answers, kind, message) => {
    await expect(modeWith(answers)).rejects.toMatchObject({ kind, message });
  });

  test.each<[string, Reply]>([
    ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a CQL port', Buffer.from('840000000000000000', 'hex')],
  ])('%s at the port', async (_, greets) => {
    await expect(modeWith([], greets)).rejects.toMatchObject({
      kind: 'no-jmx',
      message: 'what answers at this port is no JMX',
    });
  });

  test('a port that nobody listens at; the next question tries again', async () => {
    let dials = 0;
    const played = playback([...opening, normal]);
    const dial = () => {
      dials += 1;
      if (dials === 1) return Promise.reject(new JmxError('refused', 'ECONNREFUSED'));
      return played.dial(7199);
    };
    const { client } = clientOf({ dial });
    const ask = () => client.getAttribute(name, 'OperationMode');
    await expect(ask()).rejects.toMatchObject({ kind: 'refused' });
    expect(await ask()).toBe('NORMAL');
  });

  test('a caller that gives up ends the question', async () => {
    const { client } = clientOf(playback([...opening, 'nothing']));
    const given = new AbortController();
    const asked = client.getAttribute(name, 'OperationMode', given.signal);
    given.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'closed', message: 'given up' });
  });
});

test('a log-in that is refused leaves no socket open', async () => {
  const played = playback([...opening.slice(0, 1), thrown('java.lang.SecurityException')]);
  const { client } = clientOf(played);
  const asked = client.getAttribute(name, 'OperationMode');
  await expect(asked).rejects.toMatchObject({ kind: 'authentication' });
  expect(played.sockets).toHaveLength(2);
  expect(played.sockets.every(({ destroyed }) => destroyed)).toBe(true);
});

test('several questions at once never take more sockets than they may', async () => {
  const played = playback([...opening, normal, normal, normal, normal]);
  const { client } = clientOf(played, 2);
  const modes = await Promise.all(
    [1, 2, 3, 4].map(() => client.getAttribute(name, 'OperationMode')),
  );
  expect(modes).toEqual(Array(4).fill('NORMAL'));
  // One more was the registry's.
  expect(played.sockets.length).toBeLessThanOrEqual(3);
});

test('a question that waits for a free socket is given up when it is asked to', async () => {
  const played = playback([...opening, 'nothing', ...opening, normal]);
  const { client } = clientOf(played, 1);
  const stuck = new AbortController();
  const first = client.getAttribute(name, 'OperationMode', stuck.signal);
  const impatient = new AbortController();
  const second = client.getAttribute(name, 'OperationMode', impatient.signal);
  await settled();
  impatient.abort();
  await expect(second).rejects.toMatchObject({ kind: 'closed', message: 'given up' });
  const third = client.getAttribute(name, 'OperationMode');
  await settled();
  stuck.abort();
  await expect(first).rejects.toMatchObject({ kind: 'closed' });
  expect(await third).toBe('NORMAL');
});
