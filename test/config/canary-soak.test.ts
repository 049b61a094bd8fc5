import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { parsePlaybook } from '../../src/config/playbook.ts';
import { labLimits, productionLimits, type Limits } from '../../src/model/limits.ts';
import { ConfigError } from '../../src/model/errors.ts';

const minute = 60_000;

function playbookWith(lines: string, soak = 'soak', limits: Limits = productionLimits) {
  const text = `name: p
description: d
before: [topology-unchanged, peers-up, schema-agreement, range-safety]
after: [seen-up-by-peers, cql-answers]
steps: [drain, stop, start, await-return${soak === '' ? '' : `, ${soak}`}]
${lines}
`;
  return parsePlaybook(text, 'p.yaml', catalogue, limits);
}

function errorOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'no error';
}

test('the first node soaks for as long as it is written', () => {
  expect(playbookWith('canarySoak: 20m').canarySoakMs).toBe(20 * minute);
});

test.each(['', 'to: same-line', 'from: [5.0]\nto: 4.1', 'canarySoak: 2m'])(
  'it soaks like the others: "%s"',
  (lines) => {
    expect(playbookWith(lines)).not.toHaveProperty('canarySoakMs');
  },
);

test('in a roll to a newer line it soaks for the limit canarySoak, or as long as the others if that is longer', () => {
  const upgrade = 'from: [4.0, 4.1]\nto: 5.0';
  expect(playbookWith(upgrade).canarySoakMs).toBe(30 * minute);
  expect(playbookWith(upgrade, 'soak', labLimits)).not.toHaveProperty('canarySoakMs');
  expect(playbookWith(upgrade, '{ soak: { for: 45m } }')).not.toHaveProperty('canarySoakMs');
  expect(playbookWith(`${upgrade}\ncanarySoak: 5m`).canarySoakMs).toBe(5 * minute);
  expect(playbookWith(upgrade, '')).not.toHaveProperty('canarySoakMs');
});

test.each([
  [
    'shorter than the others',
    () => playbookWith('canarySoak: 1m'),
    /^p\.yaml:6:13: canarySoak: 60 s is shorter than the soak of the other nodes, 120 s \| .*soak\.for/,
  ],
  [
    'without a soak',
    () => playbookWith('canarySoak: 1h', ''),
    /^p\.yaml:6:13: canarySoak: there is no step soak \| add soak/,
  ],
  ['no duration', () => playbookWith('canarySoak: long'), /^p\.yaml:6:13: canarySoak: .*duration/],
])('an error, with its place: %s', (_, make, text) => {
  expect(errorOf(make)).toMatch(text);
});

test.each([
  ['upgrade-4.1-to-5.0', 30 * minute],
  ['upgrade-3.11-to-4.0', 30 * minute],
  ['patch-upgrade', undefined],
  ['rolling-restart', undefined],
  ['storage-mode-none', undefined],
  ['downgrade-5.0-to-4.1', undefined],
])('of the shipped playbooks %s: %s', (name, ms) => {
  const file = new URL(`../../playbooks/${name}.yaml`, import.meta.url);
  const playbook = parsePlaybook(readFileSync(file, 'utf8'), name, catalogue, productionLimits);
  expect(playbook.canarySoakMs).toBe(ms);
});
