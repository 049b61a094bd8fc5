import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { diffText, planOrWhy } from '../../src/cli/plan-or-why.ts';
import type { PlanOptions } from '../../src/cli/upgrade-options.ts';
import { parseCassandraYaml } from '../../src/parse/cassandra-yaml.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import {
  first,
  healthySnapshot,
  missing,
  second,
  seen,
  withSource,
} from '../gates/healthy-view.ts';
import { valueOf } from '../parse/parsers.ts';
import { healthyRequest, inventory } from '../plan/healthy-request.ts';

const options: PlanOptions = { playbook: 'p', out: 'plan.json', format: 'tty' };
const schema = JSON.parse(readFileSync('docs/schema/preflight-1.json', 'utf8')) as object;
const validate = new Ajv2020({ strict: false }).compile(schema);

const yaml = valueOf(
  parseCassandraYaml(
    'cluster_name: lab\nnum_tokens: 16\nconcurrent_replicates: 4\nclient_encryption_options: {keystore_password: hush}\n',
  ),
);
const java = { major: 17, update: undefined, text: '17.0.9' };
const files = (address: string) => ({ config: `/etc/${address}`, java: 'java', through: [] });

/** The first node has a setting that 5.0 does not take, the second did not let its files be read. */
const request = {
  ...healthyRequest,
  inventory: {
    ...inventory,
    nodes: inventory.nodes.map((node) =>
      node.address === first || node.address === second
        ? { ...node, files: files(node.address) }
        : node,
    ),
  },
  snapshot: [first, second].reduce(
    (snapshot, address) =>
      withSource(
        withSource(
          withSource(snapshot, address, 'java-version', seen(java)),
          address,
          'sstable-files',
          seen({ versions: [] }),
        ),
        address,
        'config-files',
        address === first ? seen({ yaml, others: [] }) : missing('failed', 'Permission denied'),
      ),
    healthySnapshot,
  ),
};

function said(more: Partial<PlanOptions>): string {
  const ports = fakePorts();
  expect(() => planOrWhy(request, { ...options, ...more }, ports)).toThrow(
    `no plan: yaml-keys: ${first}: cassandra.yaml line 3: concurrent_replicates is gone in 5.0`,
  );
  return ports.streams.outText();
}

test('where there is no plan, what the rules say is printed whole', () => {
  const text = said({});
  expect(text).toContain(`  BLOCK  yaml-keys: ${first}: cassandra.yaml line 3`);
  expect(text).toContain(`  BLOCK  yaml-keys: ${second}: cannot tell, config-files did not come`);
  expect(text).toContain(
    '  not judged (the inventory does not say where the files are; 127.0.0.3)',
  );
  expect(text).not.toContain('+++');
});

test('with --yaml-diff what must be changed follows, without passwords', () => {
  const text = said({ yamlDiff: true });
  expect(text).toContain(`--- ${first}:/etc/${first}/cassandra.yaml`);
  expect(text).toContain('\n-concurrent_replicates: 4\n');
  expect(text).toContain('\n+storage_compatibility_mode: CASSANDRA_4\n');
  expect(text).toContain(`${second}: Permission denied`);
  expect(text).toContain('127.0.0.3: the inventory does not say where its files are');
  expect(text).not.toContain('hush');
});

test('as JSON it keeps to its schema, and every finding cites rule and source', () => {
  const value = JSON.parse(said({ format: 'json' })) as object;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(value).toMatchObject({ kind: 'ringward-no-plan' });
});

test('a plan is handed on with nothing printed, and its findings keep to the same schema', () => {
  const ports = fakePorts();
  const plan = planOrWhy(healthyRequest, options, ports);
  expect(ports.streams.outText()).toBe('');
  expect(diffText(healthyRequest, options)).toBe('');
  const problems = [{ kind: 'usage', message: 'x', hint: 'y' }];
  const same = { format: 1, kind: 'ringward-no-plan', problems, preflight: plan.preflight };
  expect(validate(same), JSON.stringify(validate.errors)).toBe(true);
  expect(plan.preflight?.length).toBeGreaterThan(0);
});
