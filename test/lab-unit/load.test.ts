import { describe, expect, test } from 'vitest';
import { verifyLedger } from '../../src/lab/load-again.ts';
import { parseLedger } from '../../src/lab/load-ledger.ts';
import { schemaStatements } from '../../src/lab/load-schema.ts';
import { percentile } from '../../src/lab/load-tally.ts';
import { loadText } from '../../src/lab/load-text.ts';
import { bucketOf, byBucket, operationAt } from '../../src/lab/load-work.ts';
import { startLoad } from '../../src/lab/load.ts';
import { CqlError, type CqlRequest, type CqlRow } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { specOf } from './spec-of.ts';

type Key = string;
interface Faults {
  /** Asked before every request of the load; an error is what the client gets. */
  readonly onRequest?: (request: CqlRequest, count: number) => CqlError | undefined;
  /** Writes that this replica has lost; `all` for every replica. */
  readonly lostOn?: (n: number, replica: string) => boolean;
  readonly silent?: string;
}

/** A table that remembers; reads at ONE see what the coordinator itself holds. */
function fakeTable({ onRequest, lostOn, silent }: Faults = {}) {
  const rows = new Map<Key, { bucket: number; n: number; value: string }>();
  let count = 0;
  const isGone = (n: number, request: CqlRequest) =>
    (lostOn?.(n, 'all') ?? false)
      ? true
      : request.consistency === 'ONE' && (lostOn?.(n, request.coordinator ?? '') ?? false);
  return fakeCql([
    ['system.local', [{ release_version: '4.1.10' }]],
    ['CREATE', []],
    [
      'INSERT',
      (request) => {
        const failure = onRequest?.(request, (count += 1));
        if (failure) return failure;
        const [, bucket, n, value] = request.params as [string, number, number, string];
        rows.set(String(n), { bucket, n, value });
        return [];
      },
    ],
    [
      'AND n = ?',
      (request) => {
        const failure = onRequest?.(request, (count += 1));
        if (failure) return failure;
        const row = rows.get(String(request.params?.[2]));
        return row ? [row] : [];
      },
    ],
    [
      'SELECT n, value',
      (request) => {
        if (request.coordinator !== undefined && request.coordinator === silent)
          return new CqlError('unreachable', 'down', silent);
        const bucket = request.params?.[1];
        return [...rows.values()].filter(
          (row): row is typeof row & CqlRow => row.bucket === bucket && !isGone(row.n, request),
        );
      },
    ],
  ]);
}

async function loadOf(faults: Faults = {}, nodeCount = 3) {
  const files = memoryFiles();
  const ports = fakePorts({ cql: fakeTable(faults), files });
  const spec = specOf({ nodeCount });
  const load = await startLoad(spec, { rate: 100, replicasMs: 10_000 }, ports);
  while (load.progress().requests < 200) await new Promise((resolve) => setImmediate(resolve));
  const result = await load.stop();
  return { result, files, ports, spec };
}

describe('a load', () => {
  test('without faults: everything acknowledged is found everywhere, and the ledger holds it', async () => {
    const { result, files } = await loadOf();
    expect(result).toMatchObject({
      passed: true,
      retried: 0,
      failed: 0,
      lost: 0,
      misread: 0,
      unacknowledged: 0,
    });
    expect(result.ok).toBe(result.requests);
    expect(result.readBack).toEqual({
      quorum: { '127.0.0.1': 0, '127.0.0.2': 0, '127.0.0.3': 0 },
      all: 0,
      replicas: { '127.0.0.1': 0, '127.0.0.2': 0, '127.0.0.3': 0 },
      unanswered: 0,
    });
    expect(parseLedger(files.textOf(result.ledger) ?? '')?.numbers).toHaveLength(
      result.acknowledged,
    );
    expect(files.modeOf(result.ledger)).toBe(0o600);
  });

  test('an error that a retry cures is raw and retried, not failed', async () => {
    const timeout = new CqlError('write-timeout', 'x', '127.0.0.2');
    const { result } = await loadOf({
      onRequest: (_, count) => (count === 20 ? timeout : undefined),
    });
    expect(result).toMatchObject({
      passed: true,
      retried: 1,
      failed: 0,
      errors: { raw: { 'write-timeout': 1 }, afterRetry: {} },
    });
    expect(result.retries).toEqual([
      {
        at: expect.stringMatching(/^2026-/) as string,
        operation: expect.any(String) as string,
        errors: [{ error: 'write-timeout', coordinator: '127.0.0.2' }],
        succeeded: true,
      },
    ]);
  });

  test('a write that fails three times is failed and unacknowledged, never lost', async () => {
    const down = new CqlError('unavailable', 'x');
    const failing = (request: CqlRequest) =>
      request.query.startsWith('INSERT') && request.params?.[2] === 10 ? down : undefined;
    const { result } = await loadOf({ onRequest: failing });
    expect(result).toMatchObject({
      passed: false,
      failed: 1,
      unacknowledged: 1,
      lost: 0,
      errors: { raw: { unavailable: 3 }, afterRetry: { unavailable: 1 } },
    });
    expect(loadText(result)).toContain('NOT OK: 1 failed, 0 lost');
  });

  test('an acknowledged write that is nowhere is lost', async () => {
    const { result } = await loadOf({ lostOn: (n, replica) => n === 4 && replica === 'all' });
    expect(result).toMatchObject({ passed: false, lost: 1, readBack: { all: 1 } });
  });

  test('a replica without its rows is shown by address, though nothing is lost', async () => {
    const { result } = await loadOf({ lostOn: (n, replica) => n < 6 && replica === '127.0.0.2' });
    expect(result).toMatchObject({
      passed: false,
      lost: 0,
      readBack: { replicas: { '127.0.0.1': 0, '127.0.0.2': 3, '127.0.0.3': 0 } },
    });
  });

  test('a coordinator that does not answer proves nothing: not lost, not passed', async () => {
    const { result } = await loadOf({ silent: '127.0.0.3' });
    expect(result).toMatchObject({ passed: false, lost: 0 });
    expect(result.readBack.unanswered).toBe(2 * result.acknowledged);
  });

  test('with more nodes than replicas a node cannot be asked for its own rows', async () => {
    const { result } = await loadOf({}, 4);
    expect(result.readBack.replicas).toBeNull();
    expect(loadText(result)).toContain('not counted on the replicas');
  });

  test.each<[string, Faults, RegExp | undefined, string]>([
    ['a bug', { onRequest: throwBug }, undefined, 'bug'],
    ['a full disk under the ledger', {}, /ledger$/, 'ENOSPC'],
  ])('%s ends the load: it is no failed request', async (_, faults, failOn, message) => {
    const files = memoryFiles();
    const ports = fakePorts({ cql: fakeTable(faults), files });
    const load = await startLoad(specOf(), { rate: 100, replicasMs: 0 }, ports);
    files.failOn(failOn);
    while (!load.progress().isBroken) await new Promise((resolve) => setImmediate(resolve));
    await expect(load.stop()).rejects.toThrow(message);
  });
});

function throwBug(): never {
  throw new TypeError('bug');
}

describe('reading a ledger back later', () => {
  test('finds it all again', async () => {
    const { result, ports, spec } = await loadOf();
    expect(await verifyLedger(spec, result.ledger, 0, ports)).toMatchObject({
      passed: true,
      acknowledged: result.acknowledged,
      run: 'r1',
    });
  });

  test.each([
    [undefined, 'there is no such ledger'],
    ['{"format":2}\n', 'this is no ledger of lab load'],
    ['{"format":1,"run":"r1"}\nx\n', 'this is no ledger of lab load'],
  ])('%j is refused', async (text, message) => {
    const ports = fakePorts({ files: memoryFiles(text === undefined ? {} : { '/l': text }) });
    await expect(verifyLedger(specOf(), '/l', 0, ports)).rejects.toThrow(message);
  });

  test('without the password of the lab: which file, and what makes it again', async () => {
    const files = memoryFiles({ '/l': '{"format":1,"run":"r1"}\n' });
    const spec = specOf({ auth: true, dir: '/my lab' });
    await expect(verifyLedger(spec, '/l', 0, fakePorts({ files }))).rejects.toMatchObject({
      message: '/my lab/secrets/password is gone, the lab cannot be reached without it',
      hint: "remove the lab, then make it as before: ringward lab down --dir '/my lab' --purge",
      exitCode: 2,
    });
  });

  test('a torn last line counts for nothing', () => {
    expect(parseLedger('{"format":1,"run":"r1"}\n2\n4\n1')?.numbers).toEqual([2, 4]);
  });
});

describe('the work of a load', () => {
  test('writes and reads in turn; reads only what was acknowledged', () => {
    expect(operationAt(0, [])).toEqual({ kind: 'write', n: 0 });
    expect(operationAt(1, [])).toEqual({ kind: 'write', n: 1 });
    for (const index of [1, 3, 99, 1_001])
      expect([0, 2, 7]).toContain(operationAt(index, [0, 2, 7]).n);
  });

  test('partitions', () => {
    expect([bucketOf(0), bucketOf(199), bucketOf(200)]).toEqual([0, 0, 1]);
    expect([...byBucket([0, 2, 200])]).toEqual([
      [0, [0, 2]],
      [1, [200]],
    ]);
  });

  test('percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([
      percentile(hundred, 0.5),
      percentile(hundred, 0.99),
      percentile([], 0.5),
      percentile([7], 0.99),
    ]).toEqual([50, 99, null, 7]);
  });

  test('the table repairs nothing and asks no second replica, in the words of each version', () => {
    expect(schemaStatements('5.0.8', 3)[1]).toContain(
      "read_repair = 'NONE' AND speculative_retry = 'NONE'",
    );
    expect(schemaStatements('3.11.19', 3)[1]).toContain(
      'read_repair_chance = 0 AND dclocal_read_repair_chance = 0',
    );
  });
});
