import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePlaybook } from '../../src/config/playbook.ts';
import { afterGates, beforeGates, neededGates } from '../../src/gates/index.ts';
import { ToolError } from '../../src/model/errors.ts';
import { labLimits, productionLimits } from '../../src/model/limits.ts';
import { stepDescriptors, type StepCatalogue } from '../../src/model/step-catalogue.ts';

const catalogue: StepCatalogue = {
  steps: stepDescriptors,
  beforeGates: beforeGates.map(({ id }) => id),
  afterGates: afterGates.map(({ id }) => id),
  neededGates,
  detectors: ['stalled-compaction', 'node-down'],
};
const parse = (text: string) => parsePlaybook(text, 'p.yaml', catalogue, labLimits);

/** The hints of what has no nearer one. */
const page = 'docs/inventory.md and docs/playbooks.md say what each key takes';
const general = [page, `add it; ${page}`, 'docs/playbooks.md says what must be there'];

function errorOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const hint = error.hint ?? 'no hint';
    return general.includes(hint) ? error.message : `${error.message} | ${hint}`;
  }
  return 'no error';
}

const folder = new URL('../../playbooks/', import.meta.url);
const shipped = readdirSync(folder);

test.each(shipped)('the shipped playbook %s is right and named like its file', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const playbook = parsePlaybook(text, file, catalogue, productionLimits);
  expect(`${playbook.name}.yaml`).toBe(file);
  const stops = playbook.steps.some(({ kind }) => kind === 'stop');
  const ofStops = ['peers-up', 'range-safety', 'no-holding-findings'];
  for (const gate of ['topology-unchanged', ...(stops ? ofStops : [])]) {
    expect(playbook.before).toContain(gate);
  }
});

test('the upgrade declares what happens to a drain that does not end', () => {
  const text = readFileSync(new URL('upgrade-4.1-to-5.0.yaml', folder), 'utf8');
  const playbook = parse(text);
  expect(playbook).toMatchObject({ from: ['4.1'], to: '5.0', cures: ['stalled-compaction'] });
  expect(playbook.steps).toEqual([
    { kind: 'fetch', params: { timeoutMs: 120_000 } },
    { kind: 'snapshot', params: { timeoutMs: 120_000, unseen: 'refuse' } },
    { kind: 'quiesce', params: { timeoutMs: 30_000, then: 'go-on' } },
    { kind: 'drain', params: { timeoutMs: 30_000, onTimeout: 'stop' } },
    { kind: 'stop', params: { timeoutMs: 90_000 } },
    { kind: 'install', params: { timeoutMs: 120_000 } },
    { kind: 'configure', params: { timeoutMs: 120_000 } },
    { kind: 'start', params: { timeoutMs: 60_000 } },
    { kind: 'await-return', params: { timeoutMs: 300_000, consecutive: 3 } },
    { kind: 'unquiesce', params: { timeoutMs: 30_000 } },
    { kind: 'soak', params: { forMs: 10_000, holdMs: 60_000, compare: 'peers' } },
  ]);
});

const head = 'name: p\ndescription: d\n';
const gateLists = `before: [topology-unchanged, peers-up, schema-agreement, range-safety]
after: [seen-up-by-peers, cql-answers]
`;
const withSteps = (steps: string) => `${head}${gateLists}steps: ${steps}\n`;
const withMode = (steps: string) =>
  withSteps(steps).replace('cql-answers]', 'cql-answers, storage-compatibility]');
const roll = 'stop, start, await-return';

test('parameters are written in their units and override the defaults', () => {
  const { steps } = parse(
    withSteps(
      '[drain: {timeout: 2m, onTimeout: stop}, stop:, start, await-return: {consecutive: 5}]',
    ),
  );
  expect(steps).toEqual([
    { kind: 'drain', params: { timeoutMs: 120_000, onTimeout: 'stop' } },
    { kind: 'stop', params: { timeoutMs: 90_000 } },
    { kind: 'start', params: { timeoutMs: 60_000 } },
    { kind: 'await-return', params: { timeoutMs: 300_000, consecutive: 5 } },
  ]);
});

test('a description may be folded over lines', () => {
  expect(parse(`name: p\ndescription: >\n  one\n  two\nsteps: [soak]\n`).description).toBe(
    'one two',
  );
});

test('what to keep still, and the point of no return, are for the operator; a line may be any', () => {
  const text = `${head}to: same-line\nkeepStill: [repairs, schema changes]\nsteps: [soak]\n`;
  expect(parse(text)).toMatchObject({
    to: 'same-line',
    keepStill: ['repairs', 'schema changes'],
  });
  const folded = parse(`${head}noReturn: >\n  the first\n  node\nsteps: [soak]\n`);
  expect(folded).toMatchObject({ noReturn: 'the first node', keepStill: [] });
});

test('consistency and doubled ids', () => {
  const playbook = parse(
    `${head}consistency: {shop: QUORUM}\ncures: [node-down, node-down]\nsteps: [soak]\n`,
  );
  expect(playbook.consistency).toEqual({ shop: ['QUORUM'] });
  expect(playbook.cures).toEqual(['node-down']);
  expect([playbook.before, playbook.after]).toEqual([[], []]);
});

test.each([
  ['nam: p', 'p.yaml:1:1: playbook: unknown key "nam" | did you mean name?'],
  [head, 'p.yaml:1:1: steps is missing'],
  ['description: d\nsteps: [soak]', 'p.yaml:1:1: name is missing'],
  ['name: A B\ndescription: d\nsteps: [soak]', /^p.yaml:1:7: name: "A B" is not a name/],
  ['name: p\ndescription: [x]\nsteps: [soak]', 'p.yaml:2:14: description: list is not text'],
  [
    `${head}steps: []`,
    /^p.yaml:3:8: steps: there is no step \| known are fetch, snapshot, quiesce, drain, stop/,
  ],
  [`${head}steps: soak`, 'p.yaml:3:8: steps: "soak" is not a list'],
  [`${head}steps: [drian]`, 'p.yaml:3:9: steps: unknown step "drian" | did you mean drain?'],
  [`${head}steps: [{soak: {for: 1s}, stop: }]`, /^p.yaml:3:27: steps: each item is one step/],
  [`${head}steps: [{}]`, /^p.yaml:3:9: steps: each item is one step/],
  [`${head}steps: [soak: {form: 1s}]`, 'p.yaml:3:16: soak: unknown key "form" | did you mean for?'],
  [`${head}steps: [soak: {for: 1}]`, /^p.yaml:3:21: soak.for: "1" is not a duration/],
  [`${head}cures: [stall]\nsteps: [soak]`, /^p.yaml:3:9: cures: "stall" is not a detector/],
  [
    `${head}before: [peer-up]\nsteps: [soak]`,
    'p.yaml:3:10: before: "peer-up" is not a gate before a node | did you mean peers-up?',
  ],
  [
    `${head}before: [rpc-ready]\nsteps: [soak]`,
    /^p.yaml:3:10: before: "rpc-ready" is not a gate before a node/,
  ],
  [`${head}from: [4.1]\nsteps: [soak]`, 'p.yaml:1:1: to (the playbook has from) is missing'],
  [`${head}to: 5.0\nsteps: [soak]`, 'p.yaml:1:1: from (the playbook has to) is missing'],
  [
    withSteps('[stop, storage-compatibility, start, await-return]'),
    /^p.yaml:5:15: storage-compatibility.mode is missing/,
  ],
  [
    withSteps('[stop, storage-compatibility: {mode: CASSANDRA_4}, start, await-return]'),
    /storage-compatibility.mode: "CASSANDRA_4" is not known \| .*UPGRADING, NONE/,
  ],
  [
    withSteps('[stop, storage-compatibility: {mode: NONE}, start, await-return]'),
    /the step storage-compatibility and the gate of that name under after need each other/,
  ],
  [
    withMode('[stop, storage-compatibility: {mode: NONE}, start, await-return]'),
    /steps: storage-compatibility needs drain before it/,
  ],
  [
    withMode(
      '[drain: {onTimeout: stop}, stop, storage-compatibility: {mode: NONE}, start, await-return]',
    ),
    /steps: storage-compatibility needs a drain that ended: onTimeout must be fail/,
  ],
  [
    withSteps('[storage-compatibility: {mode: NONE}]'),
    /storage-compatibility needs stop before it/,
  ],
  [withSteps('[unquiesce]'), /unquiesce needs quiesce before it/],
  [withSteps('[stop, start, await-return, unquiesce]'), /unquiesce needs quiesce before it/],
  [withSteps('[clear-compaction-history]'), /clear-compaction-history needs stop before it/],
  [
    `${head}before: [topology-unchanged, peers-up, schema-agreement, range-safety]\nafter: [seen-up-by-peers, cql-answers, storage-compatibility]\nsteps: [${roll}]`,
    /the step storage-compatibility and the gate of that name under after need each other/,
  ],
  [`${head}keepStill: repairs\nsteps: [soak]`, /^p.yaml:3:12: keepStill: "repairs" is not a list/],
  [`${head}noReturn: [a]\nsteps: [soak]`, /^p.yaml:3:11: noReturn: list is not text/],
  [
    `${head}from: [4.1]\nto: same-line\nsteps: [soak]`,
    /^p.yaml:4:5: to: "same-line" is not a release line/,
  ],
  [`${head}from: []\nto: 5.0\nsteps: [soak]`, /^p.yaml:3:7: from: list is not a list with/],
  [
    `${head}from: 4.1.10\nto: 5.0\nsteps: [soak]`,
    /^p.yaml:3:7: from: "4.1.10" is not a release line/,
  ],
  [
    withSteps(`[drain: {onTimeout: kill}, ${roll}]`),
    /onTimeout: "kill" is not known \| .*stop, fail/,
  ],
  [withSteps('[stop, start, await-return: {consecutive: 0}]'), /"0" is not a whole number from 1/],
  [
    withSteps('[start, stop, await-return]'),
    /stop cannot come after start \| the order is fetch, snapshot, quiesce, drain/,
  ],
  [withSteps(`[stop, ${roll}]`), /^p.yaml:5:15: steps: stop is there twice \| remove one/],
  [withSteps('[stop, await-return]'), /stop without start would leave the node down/],
  [withSteps('[stop, start]'), /stop without await-return would leave the node down/],
  [withSteps('[start, await-return]'), /start needs stop before it/],
  [withSteps('[quiesce]'), /a node closed to clients: quiesce needs stop after it/],
  [withSteps('[drain]'), /a drained node serves nobody/],
  [
    withSteps(`[stop, install, start, await-return]`),
    /install needs from and to in the playbook \| add the release lines/,
  ],
  [
    `${head}before: [topology-unchanged, peers-up, schema-agreement]\nafter: [seen-up-by-peers]\nsteps: [${roll}]`,
    'p.yaml:5:8: steps: stop needs the gate range-safety under before',
  ],
  [
    `${head}before: [topology-unchanged, peers-up, schema-agreement, range-safety]\nafter: []\nsteps: [${roll}]`,
    'p.yaml:5:8: steps: stop needs the gate seen-up-by-peers under after',
  ],
])('a playbook is wrong: %j', (text, error) => {
  if (typeof error === 'string') expect(errorOf(text)).toBe(error);
  else expect(errorOf(text)).toMatch(error);
});
