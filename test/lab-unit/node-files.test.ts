import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseInventory } from '../../src/config/inventory.ts';
import { inventoryText } from '../../src/lab/inventory-text.ts';
import { confFiles } from '../../src/lab/node-files.ts';
import { releaseOf } from '../../src/lab/releases.ts';
import { labNodes } from '../../src/lab/spec.ts';
import { specOf } from './spec-of.ts';

const secrets = { password: 'topsecret1', keystorePassword: 'topsecret2' };

interface Accepted {
  readonly acceptedKeys: Readonly<Record<string, { readonly keys: object }>>;
}
const factsPath = new URL('../../../shared/facts/yaml-changes.json', import.meta.url).pathname;
const facts = readFacts();

function readFacts(): Accepted | undefined {
  try {
    return JSON.parse(readFileSync(factsPath, 'utf8')) as Accepted;
  } catch {
    return undefined;
  }
}

function filesOf(version: string, changes: Parameters<typeof specOf>[0] = {}) {
  const spec = specOf(changes);
  const [node] = labNodes(spec);
  if (!node) throw new Error('no node');
  return confFiles(spec, node, releaseOf(version), secrets);
}

describe.each(['2.1.13', '3.11.19', '4.0.19', '4.1.10', '5.0.8'])(
  'configuration for %s',
  (version) => {
    const files = filesOf(version, { auth: true, tls: true });
    const yaml = parse(files['cassandra.yaml']?.text ?? '') as Record<string, unknown>;

    // The facts lie beside the project and are not copied into it.
    test.skipIf(!facts)(`every key is known to the version (${factsPath})`, () => {
      const accepted = facts?.acceptedKeys[version.split('.').slice(0, 2).join('.')];
      expect(Object.keys(yaml).filter((key) => !(key in (accepted?.keys ?? {})))).toEqual([]);
    });

    test('secrets are in files of the owner only, and in no command line', () => {
      for (const [name, { text, mode }] of Object.entries(files)) {
        if (/topsecret/.test(text)) expect([name, mode]).toEqual([name, 0o600]);
      }
      expect(files['start']?.text).not.toMatch(/topsecret/);
      expect(files['nodetool']?.text).not.toMatch(/topsecret/);
    });
  },
);

test('5.0 is told to keep formats 4.1 can read; older ones do not know the key', () => {
  expect(filesOf('5.0.8')['cassandra.yaml']?.text).toContain(
    'storage_compatibility_mode: CASSANDRA_4',
  );
  expect(filesOf('4.1.10')['cassandra.yaml']?.text).not.toContain('storage_compatibility_mode');
});

test('module options only where Java has modules, the security manager only where it knows allow', () => {
  expect(filesOf('4.1.10', { javaMajor: 8 })['start']?.text).not.toMatch(
    /--add-|security\.manager/,
  );
  expect(filesOf('4.1.10', { javaMajor: 11 })['start']?.text).not.toContain('security.manager');
  expect(filesOf('4.1.10', { javaMajor: 17 })['start']?.text).toContain(
    '-Djava.security.manager=allow',
  );
});

test('the name of the lab is that of its nodes and of its inventory', () => {
  const cluster = 'ringward-lab-00a1';
  const inventory = parseInventory(inventoryText(specOf({ cluster })), '/lab/ringward.yaml');
  expect(inventory.cluster).toBe(cluster);
  expect(filesOf('4.1.10', { cluster })['cassandra.yaml']?.text).toContain(
    `cluster_name: ${cluster}\n`,
  );
});

test('the inventory is one that every other command reads', () => {
  const inventory = parseInventory(
    inventoryText(specOf({ auth: true, tls: true })),
    '/lab/ringward.yaml',
  );
  expect(inventory).toMatchObject({
    cluster: 'ringward-lab-4f2a',
    cql: {
      user: 'ringward',
      passwordFrom: { file: '/lab/secrets/password' },
      tls: { ca: '/lab/secrets/ca.pem' },
    },
    consistency: { default: ['LOCAL_QUORUM'], ringward_load: ['QUORUM'] },
    limits: { set: 'lab' },
  });
  expect(inventory.nodes[1]).toMatchObject({
    address: '127.0.0.2',
    home: '/lab/node2',
    commands: { install: ['{home}/install', '{version}'], running: ['{home}/running'] },
  });
});

test('before 3.0 nodetool is told how to read addresses, which newer Java 8 refuses otherwise', () => {
  const flag = '-Dcom.sun.jndi.rmiURLParsing=legacy';
  for (const version of ['2.1.22', '2.2.19']) {
    expect(filesOf(version)['nodetool']?.text).toContain(flag);
  }
  expect(filesOf('3.11.19')['nodetool']?.text).not.toContain(flag);
});
