import { fillArgv } from '../model/argv-template.ts';
import { nodeLockIn } from '../model/node-lock.ts';
import type { InventoryNode } from '../model/inventory.ts';

/** What a command line means to a node; `args` follow nodetool, or are a command of the host. */
export interface Understood {
  readonly kind: CommandKind;
  readonly args: readonly string[];
  /** In the place of `{version}` or `{mode}`; empty where there is none. */
  readonly given: string;
}

const named = [
  ...(['stop', 'running', 'start', 'log', 'fetch', 'quiesce', 'unquiesce'] as const),
  ...(['install', 'configure', 'clearCompactionHistory', 'storageCompatibility'] as const),
] as const;

/** Those of nodetool that a playbook has; others change a setting, or ask. */
const acting = [
  'drain',
  'disablebinary',
  'enablebinary',
  'snapshot',
  'clearsnapshot',
  'upgradesstables',
] as const;

/** Those that change a setting or end a task at once. */
const settings = [
  ...(['enablehandoff', 'disablehandoff', 'setcompactionthroughput', 'stop'] as const),
  ...(['enableautocompaction', 'disableautocompaction'] as const),
] as const;

export type SettingName = (typeof settings)[number];

/** Undefined: the command line changes no setting that is simulated. */
export function settingIn([name, given]: readonly string[]): SettingName | undefined {
  return name === 'stop' && given !== '-id' ? undefined : settings.find((each) => each === name);
}

export type CommandKind =
  'nodetool' | 'setting' | 'lock' | 'host' | (typeof acting)[number] | (typeof named)[number];

/** The inventory says which command is which. */
export function understand(node: InventoryNode, argv: readonly string[]): Understood {
  const { nodetool, commands } = node;
  if (nodetool.every((argument, at) => argv[at] === argument)) {
    const args = argv.slice(nodetool.length);
    const kind =
      acting.find((name) => name === args[0]) ?? (settingIn(args) ? 'setting' : 'nodetool');
    return { kind, args, given: '' };
  }
  if (nodeLockIn(argv)) return { kind: 'lock', args: argv, given: '' };
  const values = { address: node.address, home: node.home };
  for (const kind of named) {
    const template = commands[kind];
    const given = template && givenIn(fillArgv(template, values), argv);
    if (given !== undefined) return { kind, args: [], given };
  }
  return { kind: 'host', args: argv, given: '' };
}

/** The text in the place of `{version}` or `{mode}`, empty without one; undefined when it is another command. */
function givenIn(template: readonly string[], argv: readonly string[]): string | undefined {
  if (template.length !== argv.length) return undefined;
  let text = '';
  for (const [at, pattern] of template.entries()) {
    const given = argv[at] ?? '';
    const [before = '', after] = pattern.split(/\{(?:version|mode)\}/, 2);
    if (after === undefined) {
      if (given !== pattern) return undefined;
      continue;
    }
    if (!given.startsWith(before) || !given.endsWith(after)) return undefined;
    text = given.slice(before.length, given.length - after.length);
  }
  return text;
}
