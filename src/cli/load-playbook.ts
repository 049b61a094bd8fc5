import { posix as path } from 'node:path';
import { parsePlaybook } from '../config/playbook.ts';
import { nearestKey } from '../model/nearest-key.ts';
import { UsageError } from '../model/errors.ts';
import type { Limits } from '../model/limits.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Ports } from '../ports/index.ts';
import { catalogue } from './catalogue.ts';

export async function shippedPlaybooks({
  files,
  self,
}: Pick<Ports, 'files' | 'self'>): Promise<readonly string[]> {
  const names = await files.list(shippedFolder(self));
  return names.map((name) => name.replace(/\.yaml$/, ''));
}

function shippedFolder({ packageFolder }: Ports['self']): string {
  return path.join(packageFolder, 'playbooks');
}

/** A shipped playbook by name, or any file by its path (something with a slash or .yaml). */
export async function loadPlaybook(
  nameOrFile: string,
  limits: Limits,
  ports: Ports,
): Promise<Playbook> {
  const { files, self, cwd } = ports;
  const isFile = /\/|\.ya?ml$/.test(nameOrFile);
  const file = isFile
    ? path.resolve(cwd, nameOrFile)
    : path.join(shippedFolder(self), `${nameOrFile}.yaml`);
  const text = await files.readText(file, mostBytes.byHand);
  if (text === undefined) {
    const names = await shippedPlaybooks(ports);
    const nearest = isFile ? undefined : nearestKey(nameOrFile, names);
    const meant = nearest === undefined ? '' : `did you mean ${nearest}? `;
    throw new UsageError(
      `there is no playbook ${nameOrFile}`,
      `${meant}shipped: ${names.join(', ')}`,
    );
  }
  const playbook = parsePlaybook(text, file, catalogue, limits);
  return isFile ? { ...playbook, file } : playbook;
}
