import type { LabSpec } from '../../src/lab/spec.ts';

export function specOf(changes: Partial<LabSpec> = {}): LabSpec {
  return {
    format: 1,
    dir: '/lab',
    cluster: 'ringward-lab-4f2a',
    cacheDir: '/cache',
    network: '127.0.0',
    nodeCount: 3,
    version: '4.1.10',
    also: [],
    heapMb: 384,
    java: '/jvm/bin/java',
    javaMajor: 17,
    auth: false,
    tls: false,
    defaultRf: false,
    ready: true,
    ...changes,
  };
}
