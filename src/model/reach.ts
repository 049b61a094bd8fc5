import { createHash } from 'node:crypto';
import { shLine, shWords } from './sh-quote.ts';

/** How commands reach the machine of a node, with nothing left to fill in. */
export type NodeReach = SshReach | ContainerReach | PodReach;

/** By OpenSSH, which reads the operator's own ssh_config as well. */
export interface SshReach {
  readonly kind: 'ssh';
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  readonly identityFile?: string;
  /** `[user@]host[:port]`, the nearest first. */
  readonly jump: readonly string[];
  readonly knownHosts?: string;
}

/** By `docker exec`. */
export interface ContainerReach {
  readonly kind: 'docker';
  readonly container: string;
}

/** By `kubectl exec`. */
export interface PodReach {
  readonly kind: 'kubectl';
  readonly context?: string;
  readonly namespace?: string;
  readonly pod: string;
  readonly container?: string;
}

/** The arguments here that run `argv` there. `socketFolder`: where connections of ssh are shared; absent: each is its own. */
export function reachArgv(
  reach: NodeReach,
  argv: readonly string[],
  socketFolder?: string,
): readonly string[] {
  switch (reach.kind) {
    case 'ssh':
      // Ssh joins what it is given to one line for the shell there: it is given that line.
      return [
        ...['ssh', '-T', ...sshOptions(reach), ...sharing(reach, socketFolder)],
        ...['--', reach.host, shWords(argv)],
      ];
    case 'docker':
      return ['docker', 'exec', reach.container, ...argv];
    case 'kubectl':
      return [...kubectlExec(reach), '--', ...argv];
  }
}

/** Standard input and output become a connection to a port of the node's machine; undefined: there is no such way. */
export function portArgv(
  reach: NodeReach,
  host: string,
  port: string,
): readonly string[] | undefined {
  if (reach.kind !== 'ssh') return undefined;
  const place = host.includes(':') ? `[${host}]` : host;
  return ['ssh', '-T', ...sshOptions(reach), '-W', `${place}:${port}`, '--', reach.host];
}

/** As an operator types it; the rest is in the inventory. */
export function typedArgv(
  reach: NodeReach | undefined,
  argv: readonly string[],
): readonly string[] {
  if (!reach) return argv;
  if (reach.kind !== 'ssh') return reachArgv(reach, argv);
  const jump = reach.jump.length > 0 ? ['-J', reach.jump.join(',')] : [];
  return ['ssh', ...jump, ...place(reach), reach.host, shLine(argv)];
}

function kubectlExec({ context, namespace, pod, container }: PodReach): readonly string[] {
  return [
    'kubectl',
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...['exec', pod],
    ...(container === undefined ? [] : ['--container', container]),
  ];
}

/** A link that is silent for 15 s is lost; nobody is asked anything; a key that is not known is refused. */
const strict = [
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  'ConnectTimeout=10',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
  'LogLevel=ERROR',
];

function sshOptions(reach: SshReach): readonly string[] {
  return [...strict.flatMap(option), ...place(reach), ...keys(reach), ...through(reach)];
}

function place({ user, port }: Pick<SshReach, 'user' | 'port'>): readonly string[] {
  return [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
  ];
}

function keys({ identityFile, knownHosts }: SshReach): readonly string[] {
  return [
    ...(identityFile === undefined
      ? []
      : [...option(`IdentityFile="${literal(identityFile)}"`), ...option('IdentitiesOnly=yes')]),
    ...(knownHosts === undefined ? [] : option(`UserKnownHostsFile="${literal(knownHosts)}"`)),
  ];
}

/**
 * Each jump host as strictly as the node itself: what `ssh -J` starts is told none of these options. `%h` and `%p` are
 * the node behind it.
 */
function through(reach: SshReach): readonly string[] {
  const last = reach.jump.at(-1);
  if (last === undefined) return [];
  const { identityFile, knownHosts } = reach;
  const jump: SshReach = {
    kind: 'ssh',
    ...placeIn(last),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(knownHosts === undefined ? {} : { knownHosts }),
    jump: reach.jump.slice(0, -1),
  };
  const words = ['ssh', '-T', ...sshOptions(jump)].map(literal);
  return option(`ProxyCommand=${shWords(words)} -W '[%h]:%p' -- ${shWords([literal(jump.host)])}`);
}

/** `[user@]host[:port]` */
function placeIn(jump: string): Pick<SshReach, 'host' | 'user' | 'port'> {
  const { user, host = jump, port } = jumpForm.exec(jump)?.groups ?? {};
  return {
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

/** What a jump host may be written as; an IPv6 address with a port has no form here. */
export const jumpForm = /^(?:(?<user>\w[\w.-]*)@)?(?<host>\w[\w.-]*)(?::(?<port>\d{1,5}))?$/;

/**
 * One connection for all commands to a node, kept for a minute after the last. Named by all that leads there: `%C`
 * knows neither the way behind a bastion nor the keys, so it would lead to another machine of that address.
 */
function sharing(reach: SshReach, folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  const name = createHash('sha256').update(JSON.stringify(reach)).digest('hex').slice(0, 32);
  const path = `ControlPath="${literal(folder)}/${name}"`;
  return ['ControlMaster=auto', 'ControlPersist=60', path].flatMap(option);
}

function option(text: string): readonly string[] {
  return ['-o', text];
}

/** Ssh fills in `%x` in its options. */
function literal(text: string): string {
  return text.replaceAll('%', '%%');
}
