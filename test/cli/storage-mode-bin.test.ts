import { expect, test } from 'vitest';
import type { ClusterState } from '../../src/simulate/state.ts';
import { simulatedLab } from './simulated-lab.ts';

/** The cluster as a roll to 5.0.8 left it. */
const on5 = (state: ClusterState): ClusterState => ({
  ...state,
  nodes: state.nodes.map((node) => ({
    ...node,
    installed: '5.0.8',
    configured: '5.0.8',
    lives: node.lives.map((life) => ({ ...life, release: '5.0.8' })),
  })),
});

test('two rolls of the mode: planned, rehearsed, refused without its name, approved, journalled', async () => {
  const lab = await simulatedLab({ cluster: on5 });
  const modes = () => lab.state().nodes.map(({ lives }) => lives.at(-1)?.compatibility);
  const plan = await lab.mustRun('upgrade plan --playbook storage-mode-upgrading');
  expect(plan.out).toContain('Plan: roll to storage_compatibility_mode UPGRADING of cluster');
  expect(plan.out).toContain('storage-compatibility UPGRADING (limit 120 s), IRREVERSIBLE');
  const rehearsed = await lab.mustRun('upgrade rehearse plan.json');
  expect(rehearsed.out).toContain('a run asks for approval of storage-compatibility');

  const refused = await lab.run('upgrade run plan.json --yes');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('--yes does not cover it');
  expect(lab.nodes().map(({ stops }) => stops)).toEqual([0, 0, 0]);

  await lab.mustRun('upgrade run plan.json --yes --approve storage-compatibility');
  expect(modes()).toEqual(['UPGRADING', 'UPGRADING', 'UPGRADING']);
  expect(lab.journal().filter(({ type }) => type === 'approved')).toMatchObject([
    { node: '127.0.77.1', name: 'storage-compatibility' },
  ]);

  const again = await lab.runHere('upgrade plan --playbook storage-mode-upgrading');
  expect([again.code, again.err]).toEqual([
    2,
    expect.stringContaining('every node is in UPGRADING already'),
  ]);
  await lab.here('upgrade plan --playbook storage-mode-none');
  await lab.mustRun('upgrade run plan.json --yes --approve storage-compatibility');
  expect(modes()).toEqual(['NONE', 'NONE', 'NONE']);
});

test('lab exec sets a mode by hand, and names what it takes', async () => {
  const lab = await simulatedLab({ cluster: on5 });
  const wrong = await lab.runHere('lab exec --dir . 1 storageCompatibility');
  expect(wrong.err).toBe(
    'error: storageCompatibility of a simulated node takes one mode\nhint: write: storageCompatibility UPGRADING\n',
  );
  await lab.here('lab exec --dir . 1 storageCompatibility UPGRADING');
  expect(lab.state().nodes[0]?.compatibility).toBe('UPGRADING');
  expect((await lab.runHere('lab exec --dir . 1 storageCompatibility SOON')).code).toBe(2);
});
