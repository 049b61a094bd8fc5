import { describe, expect, test } from 'vitest';
import { labDown } from '../../src/lab/down.ts';
import { labStatus, statusText } from '../../src/lab/status.ts';
import { labUp } from '../../src/lab/up.ts';
import { alive, fakeLab, labExecStop, upOptions } from './fake-lab.ts';

describe('lab down', () => {
  test('stops its own nodes and keeps the data; --purge takes the folder away', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    await labDown({ dir: '/lab', purge: false }, lab.ports);
    expect(alive(lab)).toEqual([]);
    expect(lab.files.textOf('/lab/lab.json')).toBeDefined();
    await labDown({ dir: '/lab', purge: true }, lab.ports);
    expect(await lab.files.list('/lab')).toEqual([]);
  });

  test('--purge keeps what is not its own, and names it', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const others = ['/lab/plan.json', '/lab/recording/lines.ndjson', '/lab/node10/data'];
    for (const path of others) await lab.files.writeText(path, 'mine');
    await lab.files.writeText('/lab/ringward.yaml.77.tmp', 'cut off');
    await labDown({ dir: '/lab', purge: true }, lab.ports);
    expect(await lab.files.list('/lab')).toEqual(['node10', 'plan.json', 'recording']);
    expect(others.map((path) => lab.files.textOf(path))).toEqual(['mine', 'mine', 'mine']);
    expect(lab.ports.streams.errText()).toMatch(
      /removed the lab in \/lab; kept what is not its own: node10, plan\.json, recording\n$/,
    );
  });

  test('a purge that is cut off leaves a lab that can be purged again', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const remove = (path: string) =>
      path.endsWith('/node2') ? Promise.reject(new Error('EIO')) : lab.files.remove(path);
    const failing = { ...lab.ports, files: { ...lab.files, remove } };
    await expect(labDown({ dir: '/lab', purge: true }, failing)).rejects.toThrow('EIO');
    await labDown({ dir: '/lab', purge: true }, lab.ports);
    expect(await lab.files.list('/lab')).toEqual([]);
  });

  test('a lab made again is another cluster: no run of the first is taken for its own', async () => {
    const lab = fakeLab();
    const name = async () => (await labUp(upOptions, lab.ports)).spec.cluster;
    const first = await name();
    expect(await name()).toBe(first);
    await labDown({ dir: '/lab', purge: true }, lab.ports);
    const ids = { ...lab.ports.ids, newSuffix: () => '0b0b' };
    expect((await labUp(upOptions, { ...lab.ports, ids })).spec.cluster).toBe('ringward-lab-0b0b');
    expect(first).toBe('ringward-lab-4f2a');
  });

  test('a pid that is now somebody else is not touched', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    const pid = Number(lab.files.textOf('/lab/node1/pid'));
    lab.processes.commands.set(pid, 'vim /lab/node10/notes');
    await labDown({ dir: '/lab', purge: false }, lab.ports);
    expect(lab.processes.commands.get(pid)).toBe('vim /lab/node10/notes');
    expect(lab.programs()).not.toContain('/lab/node1/stop');
  });

  test('a node that survives: named, with the command that ends it; nothing is purged', async () => {
    const lab = fakeLab();
    await labUp(upOptions, lab.ports);
    lab.ignoresTerm.add('node2');
    await expect(labDown({ dir: '/lab', purge: true }, lab.ports)).rejects.toMatchObject({
      message: 'node2 did not end',
      hint: 'end it the hard way: ringward lab exec --dir /lab node2 stop --kill',
      exitCode: 4,
    });
    expect(lab.files.textOf('/lab/lab.json')).toBeDefined();
  });
});

test('lab status: what runs and on which version', async () => {
  const lab = fakeLab();
  await labUp({ ...upOptions, nodes: 2 }, lab.ports);
  await labExecStop(lab, '/lab/node2/stop');
  const text = statusText(await labStatus({ dir: '/lab' }, lab.ports));
  expect(text).toMatch(
    /^node1 {2}127\.0\.0\.1 {2}pid \d+ {2}CQL {2}4\.1\.10\nnode2 {2}127\.0\.0\.2 {2}down {6}- {4}4\.1\.10\n$/,
  );
});
