import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export interface Sshd {
  /** For `ssh -F`: leads whatever host to this server, without asking anybody anything. */
  readonly config: string;
  /** The same in the words of an inventory. */
  readonly reach: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly identityFile: string;
    readonly knownHosts: string;
  };
  /** A key that the server does not know. */
  readonly strangerKey: string;
  /** The server proves itself with another key from now on. */
  forgetHostKey(): void;
  /** Breaks every connection, as a lost network does; says how many. */
  dropConnections(): number;
  close(): void;
}

/** A real sshd on 127.0.0.1 with keys of its own. Throws when there is none: Debian's openssh-server. */
export async function sshdIn(folder: string): Promise<Sshd> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const newKey = (name: string) =>
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)], {
      timeout: 30_000,
    });
  for (const name of ['host', 'other-host', 'user', 'stranger']) newKey(name);
  const { child, port } = await serverIn(file);
  const trust = (key: string) => {
    const known = readFileSync(file(`${key}.pub`), 'utf8');
    writeFileSync(file('known_hosts'), `node,[127.0.0.1]:${port} ${known}`);
  };
  trust('host');
  writeFileSync(
    file('ssh_config'),
    [
      'Host *',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${file('user')}`,
      '  IdentitiesOnly yes',
      '  HostKeyAlias node',
      `  UserKnownHostsFile ${file('known_hosts')}`,
      '  GlobalKnownHostsFile /dev/null',
      '  StrictHostKeyChecking yes',
      '  BatchMode yes',
      '',
    ].join('\n'),
  );
  return {
    config: file('ssh_config'),
    reach: {
      host: '127.0.0.1',
      port,
      user: userInfo().username,
      identityFile: file('user'),
      knownHosts: file('known_hosts'),
    },
    strangerKey: file('stranger'),
    forgetHostKey: () => {
      trust('other-host');
    },
    dropConnections: () => {
      const sessions = childrenOf(child.pid ?? 0);
      for (const pid of sessions) process.kill(pid, 'SIGKILL');
      return sessions.length;
    },
    close: () => child.kill('SIGTERM'),
  };
}

type FileIn = (name: string) => string;

const mostPorts = 3;

/** Between being found free and being listened on, a port may be taken by somebody else: then it is another one. */
async function serverIn(file: FileIn): Promise<{ child: ChildProcess; port: number }> {
  mkdirSync('/run/sshd', { recursive: true });
  for (let tried = 1; ; tried += 1) {
    const port = await freePort();
    writeFileSync(file('sshd_config'), serverConfig(file, port));
    try {
      return { child: await listening(file('sshd_config')), port };
    } catch (error) {
      if (tried === mostPorts || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function serverConfig(file: FileIn, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('user.pub')}`,
    `PidFile ${file('pid')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    // The folder of a test lies below one that everybody may write to.
    'StrictModes no',
    '',
  ].join('\n');
}

/** Resolves when it listens. */
function listening(config: string): Promise<ChildProcess> {
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Server listening')) resolve(child);
    });
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`sshd ended: ${said}`));
    });
  });
}

/** One for each connection. */
function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
