import { posix } from 'node:path';
import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { keystorePasswordPath } from './secrets.ts';
import { labNodes, secretsFolder, type LabSpec } from './spec.ts';

const keytoolMs = 60_000;

/** PEM of the lab's own authority: what a client trusts. */
export function caPath(dir: string): string {
  return `${secretsFolder(dir)}/ca.pem`;
}

/**
 * A certificate authority of the lab and one certificate for all its addresses, made by the JDK's
 * keytool. Passwords go by file, never in argv.
 */
export async function ensureCertificates(
  spec: LabSpec,
  { runner, files, signal }: Pick<Ports, 'runner' | 'files' | 'signal'>,
): Promise<void> {
  const folder = secretsFolder(spec.dir);
  // The last file made: with it, all are there.
  if (!spec.tls || (await files.exists(`${folder}/trust.jks`))) return;
  const keytool = posix.join(posix.dirname(spec.java), 'keytool');
  for (const step of steps(spec, folder)) {
    const argv = [keytool, ...step, '-storepass:file', keystorePasswordPath(spec.dir)];
    const result = await runner.run({ argv, timeoutMs: keytoolMs, signal });
    signal.throwIfAborted();
    if (result.kind === 'exited' && result.code === 0) continue;
    const said = result.kind === 'exited' ? result.stdout + result.stderr : result.kind;
    throw new ToolError(
      `keytool ${step[0] ?? ''} failed: ${said.trim().split('\n').at(-1) ?? ''}`,
      exitCodes.usage,
      `is ${keytool} there? A JRE of Debian and a JDK have it`,
    );
  }
}

const days = '3650';

function steps(spec: LabSpec, folder: string): readonly (readonly string[])[] {
  const ca = ['-alias', 'ca', '-keystore', `${folder}/ca.p12`];
  const node = ['-alias', 'node', '-keystore', `${folder}/node.p12`];
  const newKey = ['-keyalg', 'RSA', '-keysize', '2048', '-validity', days, '-storetype', 'PKCS12'];
  const addresses = labNodes(spec).map(({ address }) => `ip:${address}`);
  const trust = ['-importcert', '-noprompt', '-alias', 'ca', '-file', caPath(spec.dir)];
  return [
    ['-genkeypair', ...ca, ...newKey, '-dname', 'CN=ringward-lab-ca', '-ext', 'bc:c'],
    ['-exportcert', '-rfc', ...ca, '-file', caPath(spec.dir)],
    ['-genkeypair', ...node, ...newKey, '-dname', 'CN=ringward-lab-node'],
    ['-certreq', ...node, '-file', `${folder}/node.csr`],
    [
      '-gencert',
      '-rfc',
      ...ca,
      '-infile',
      `${folder}/node.csr`,
      '-outfile',
      `${folder}/node.pem`,
      '-validity',
      days,
      '-ext',
      `san=${addresses.join(',')}`,
      '-ext',
      'eku=serverAuth,clientAuth',
    ],
    [...trust, '-keystore', `${folder}/node.p12`],
    ['-importcert', '-noprompt', ...node, '-file', `${folder}/node.pem`],
    // JKS: a trust store of this type is read without its password, so nodetool needs none.
    [...trust, '-keystore', `${folder}/trust.jks`, '-storetype', 'JKS'],
  ];
}
