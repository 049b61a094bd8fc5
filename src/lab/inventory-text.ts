import { yamlText } from '../config/yaml-text.ts';
import { caPath } from './certificates.ts';
import { loadKeyspace } from './load-schema.ts';
import { jmxPasswordPath, passwordPath } from './secrets.ts';
import { cqlPort, jmxPort, labNodes, labUser, type LabSpec } from './spec.ts';

/** `ringward.yaml` of the lab: an inventory like any other, so nothing else knows about labs. */
export function inventoryText(spec: LabSpec): string {
  return yamlText({
    cluster: spec.cluster,
    limits: 'lab',
    lockDir: '{home}',
    cql: {
      port: cqlPort,
      ...(spec.auth ? { user: labUser, passwordFrom: { file: passwordPath(spec.dir) } } : {}),
      ...(spec.tls ? { tls: { ca: caPath(spec.dir) } } : {}),
    },
    jmx: {
      port: jmxPort,
      ...(spec.auth ? { user: labUser, passwordFrom: { file: jmxPasswordPath(spec.dir) } } : {}),
      ...(spec.tls ? { tls: { ca: caPath(spec.dir) } } : {}),
    },
    files: { config: '{home}/conf', java: spec.java },
    consistency: { default: ['LOCAL_QUORUM'], [loadKeyspace]: ['QUORUM'] },
    nodetool: ['{home}/nodetool'],
    commands: {
      stop: ['{home}/stop'],
      running: ['{home}/running'],
      fetch: ['{home}/fetch', '{version}'],
      install: ['{home}/install', '{version}'],
      configure: ['{home}/configure', '{version}'],
      clearCompactionHistory: ['{home}/clearCompactionHistory'],
      storageCompatibility: ['{home}/storageCompatibility', '{mode}'],
      start: ['{home}/start'],
      log: ['{home}/log', '500'],
    },
    nodes: labNodes(spec).map(({ address, home }) => ({ address, home })),
  });
}
