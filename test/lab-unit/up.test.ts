import { describe, expect, test } from 'vitest';
import { labUp } from '../../src/lab/up.ts';
import { Interrupted } from '../../src/model/errors.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { alive, fakeLab, labExecStop, upOptions } from './fake-lab.ts';

describe('lab up', () => {
  test('from nothing to three nodes that see each other, with an inventory', async () => {
    const lab = fakeLab();
    const { inventory, spec, isNew } = await labUp({ ...upOptions, also: ['5.0.8'] }, lab.ports);
    expect([inventory, isNew, spec.ready]).toEqual(['/lab/ringward.yaml', true, true]);
    expect(lab.files.textOf('/lab/ringward.yaml')).toContain('address: "127.0.0.3"');
    expect(await lab.files.list('/lab/node2')).toEqual(
      expect.arrayContaining(['conf-4.1.10', 'conf-5.0.8']),
    );
    expect(await lab.files.readLink('/lab/node1/conf')).toBe('conf-4.1.10');
    expect(lab.cql.requests.map(({ query }) => query)).toEqual([
      expect.stringContaining(
        "ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}",
      ),
    ]);
    expect(lab.ports.streams.errText()).toMatchInlineSnapshot(`
      "fetching Cassandra 4.1.10 with Maven (about 70 MB the first time) …
      fetching Cassandra 5.0.8 with Maven (about 70 MB the first time) …
      starting node1 (127.0.0.1), node2 (127.0.0.2), node3 (127.0.0.3) …
      node1 answers CQL on 127.0.0.1:9042
      node2 answers CQL on 127.0.0.2:9042
      node3 answers CQL on 127.0.0.3:9042
      waiting until every node sees all nodes up …
      the lab is up: 3 nodes, inventory /lab/ringward.yaml
      "
    `);
  });

  test('on a running lab it says so and touches nothing', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const before = lab.requests.length;
    expect((await labUp(upOptions, lab.ports)).isNew).toBe(false);
    expect(lab.requests).toHaveLength(before);
    expect(lab.ports.streams.errText()).toMatch(/the lab in \/lab is up already\n$/);
  });

  test('a further version is prepared on a running lab', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    await labUp({ ...upOptions, also: ['5.0.8'] }, lab.ports);
    expect(lab.files.textOf('/lab/node3/conf-5.0.8/cassandra.yaml')).toContain('CASSANDRA_4');
    expect(await lab.files.readLink('/lab/node3/conf')).toBe('conf-4.1.10');
  });

  test('a mode that a roll has set outlives the next up: what was written in it is read in no other', async () => {
    const lab = fakeLab();
    await labUp({ ...upOptions, also: ['5.0.8'] }, lab.ports);
    const path = '/lab/node3/conf-5.0.8/cassandra.yaml';
    const set = (lab.files.textOf(path) ?? '').replace('CASSANDRA_4', 'UPGRADING');
    await lab.files.writeText(path, set);
    await labUp({ ...upOptions, also: ['5.0.8', '4.0.19'] }, lab.ports);
    expect(lab.files.textOf(path)).toBe(set);
    expect(lab.files.textOf('/lab/node2/conf-5.0.8/cassandra.yaml')).toContain('CASSANDRA_4');
    expect(lab.files.textOf('/lab/node3/conf-4.0.19/cassandra.yaml')).not.toContain('UPGRADING');
  });

  test('a stopped lab starts as it was left, and only what is missing', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    await labExecStop(lab, '/lab/node2/stop');
    const before = lab.requests.length;
    await labUp(upOptions, lab.ports);
    const started = lab
      .programs()
      .slice(before)
      .filter((each) => each.includes('/start'));
    expect(started).toEqual(['/lab/node2/start']);
  });

  test('other settings than the lab has are an error, not a surprise', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    await expect(
      labUp({ ...upOptions, nodes: 5, auth: true, version: '5.0.8' }, lab.ports),
    ).rejects.toMatchObject({
      message: 'the lab in /lab was made with --nodes 3, no --auth, version 4.1.10',
      hint: 'use it as it is, or remove it first: ringward lab down --dir /lab --purge',
      exitCode: 2,
    });
    await expect(
      labUp({ also: [], dir: '/lab', heapMb: 512, defaultRf: true }, lab.ports),
    ).rejects.toThrow('the lab in /lab was made with --heap 384m, no --default-rf');
  });

  test('what was not asked for is as it was made', async () => {
    const lab = fakeLab();
    await labUp({ ...upOptions, nodes: 2, heapMb: 512, tls: true }, lab.ports);
    await labUp({ also: [], dir: '/lab' }, lab.ports);
    expect(lab.ports.streams.errText()).toMatch(/the lab in \/lab is up already\n$/);
  });

  test('asked for nothing it is three nodes of 4.1.10', async () => {
    const lab = fakeLab();
    const { spec } = await labUp({ also: [], dir: '/lab' }, lab.ports);
    expect(spec).toMatchObject({ nodeCount: 3, version: '4.1.10', network: '127.0.0' });
    expect(spec).toMatchObject({ heapMb: 384, auth: false, tls: false, defaultRf: false });
  });

  test('what is in the way in the folder is left alone; what is not may stay beside the lab', async () => {
    const lab = fakeLab();
    await lab.files.writeText('/lab/thesis.tex', 'mine');
    await lab.files.writeText('/lab/ringward.yaml', 'mine, too');
    await expect(labUp(upOptions, lab.ports)).rejects.toMatchObject({
      message: '/lab is no lab, and holds ringward.yaml, which a lab there would write over',
      hint: 'give another folder: --dir DIR',
    });
    expect(await lab.files.list('/lab')).toEqual(['ringward.yaml', 'thesis.tex']);
    expect(lab.files.textOf('/lab/ringward.yaml')).toBe('mine, too');
    await lab.files.remove('/lab/ringward.yaml');
    await labUp(upOptions, lab.ports);
    expect(lab.files.textOf('/lab/thesis.tex')).toBe('mine');
  });

  test('a half-made lab is cleared away, its processes too', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const spec = lab.files.textOf('/lab/lab.json') ?? '';
    await lab.files.writeText('/lab/lab.json', spec.replace('"ready": true', '"ready": false'));
    await labUp(upOptions, lab.ports);
    expect(lab.ports.streams.errText()).toContain('removing a half-made lab in /lab …');
    expect(lab.programs()).toContain('/lab/node1/stop --kill');
    expect(alive(lab)).toHaveLength(3);
  });
});

describe('a lab up that fails leaves no process behind', () => {
  test('a node that dies: its last lines, its log; the others are stopped', async () => {
    const lab = fakeLab({ node2: 'dies' });
    await expect(labUp(upOptions, lab.ports)).rejects.toMatchObject({
      message: 'node2 (127.0.0.2) ended while starting',
      hint: 'its logs: /lab/node2/logs',
      tail: '/lab/node2/logs/console.log:\nException: bad yaml',
      exitCode: 4,
    });
    expect(alive(lab)).toEqual([]);
  });

  test('a node that never answers CQL', async () => {
    const lab = fakeLab({ node3: 'no-cql' });
    await expect(labUp(upOptions, lab.ports)).rejects.toThrow(
      'node3 (127.0.0.3) does not answer CQL',
    );
    expect(alive(lab)).toEqual([]);
  });

  test('a node that never sees its peers', async () => {
    const lab = fakeLab();
    lab.blind.add('node1');
    await expect(labUp(upOptions, lab.ports)).rejects.toThrow(
      'node1 (127.0.0.1) does not see every node up',
    );
    expect(alive(lab)).toEqual([]);
  });

  test('Ctrl-C, and a node that ignores TERM: what was just made may be killed', async () => {
    const lab = fakeLab({ node3: 'no-cql' });
    lab.ignoresTerm.add('node1');
    const reason = new Interrupted('SIGINT');
    const work = labUp(upOptions, lab.ports);
    setImmediate(() => {
      lab.interrupt.abort(reason);
    });
    await expect(work).rejects.toBe(reason);
    expect(alive(lab)).toEqual([]);
  });

  test('CQL that refuses the first user for a minute', async () => {
    const lab = fakeLab();
    const refused = new CqlError('authentication', 'no');
    const ports = { ...lab.ports, cql: { connect: () => Promise.reject(refused) } };
    await expect(labUp({ ...upOptions, auth: true }, ports)).rejects.toBe(refused);
    expect(alive(lab)).toEqual([]);
  });
});

test('--auth --tls: a user of its own, the built-in one dropped, passwords only in owner-only files', async () => {
  const lab = fakeLab();
  await labUp({ ...upOptions, auth: true, tls: true }, lab.ports);
  const password = (lab.files.textOf('/lab/secrets/password') ?? '').trim();
  expect(password).toMatch(/^[\da-f]{32}$/);
  expect(lab.cql.requests.map(({ query }) => query.slice(0, 25))).toEqual([
    'CREATE ROLE IF NOT EXISTS',
    'ALTER KEYSPACE system_aut',
    'DROP ROLE IF EXISTS cassa',
  ]);
  expect(lab.cql.targets.at(-1)).toMatchObject({
    credentials: { user: 'ringward', password },
    tls: { ca: 'PEM' },
  });
  expect(JSON.stringify(lab.requests)).not.toContain(password);
  expect(lab.ports.streams.errText()).not.toContain(password);
  for (const name of ['password', 'jmx.password', 'keystore.password'])
    expect(lab.files.modeOf(`/lab/secrets/${name}`)).toBe(0o600);
});
