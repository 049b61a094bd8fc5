import type { Limits } from './limits.ts';
import { storageModes, type StepKind } from './step.ts';

/** A parameter of a step as a playbook writes it (`key`) and as the step takes it (`field`). */
export type StepParameter =
  | {
      readonly type: 'duration';
      readonly key: string;
      readonly field: string;
      readonly defaultFrom: keyof Limits;
    }
  | {
      readonly type: 'choice';
      readonly key: string;
      readonly field: string;
      readonly choices: readonly string[];
      /** Absent: it must be given. */
      readonly defaultValue?: string;
    }
  | {
      readonly type: 'count';
      readonly key: string;
      readonly field: string;
      readonly min: number;
      readonly max: number;
      readonly defaultValue: number;
    };

export interface StepDescriptor {
  readonly kind: StepKind;
  /** One line for `playbook show` and docs. */
  readonly title: string;
  readonly parameters: readonly StepParameter[];
}

/** All that a playbook may name; passed to the parser as a value. */
export interface StepCatalogue {
  /** In the only order in which a playbook may have them. */
  readonly steps: readonly StepDescriptor[];
  readonly beforeGates: readonly string[];
  readonly afterGates: readonly string[];
  /** Without these a playbook that stops nodes is refused. */
  readonly neededGates: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Ids of detectors, for `cures`. */
  readonly detectors: readonly string[];
}

const timeout = (defaultFrom: keyof Limits): StepParameter => ({
  type: 'duration',
  key: 'timeout',
  field: 'timeoutMs',
  defaultFrom,
});

/** Room on the disks that is not seen is not there, unless a playbook says otherwise. */
const unseen: StepParameter = {
  type: 'choice',
  key: 'unseen',
  field: 'unseen',
  choices: ['refuse', 'go-on'],
  defaultValue: 'refuse',
};

export const stepDescriptors: readonly StepDescriptor[] = [
  {
    kind: 'fetch',
    title: 'brings the target version to the machine while the node serves',
    parameters: [timeout('installMs')],
  },
  {
    kind: 'snapshot',
    title: 'takes a snapshot of every table, named after the run, while the node serves',
    parameters: [timeout('snapshotMs'), unseen],
  },
  {
    kind: 'quiesce',
    title: 'closes the node to clients and waits until it serves none, peers still reach it',
    parameters: [
      timeout('quiesceMs'),
      {
        type: 'choice',
        key: 'then',
        field: 'then',
        choices: ['go-on', 'refuse'],
        defaultValue: 'go-on',
      },
    ],
  },
  {
    kind: 'drain',
    title: 'flushes and closes the node to clients and peers, verified by Mode: DRAINED',
    parameters: [
      timeout('drainMs'),
      {
        type: 'choice',
        key: 'onTimeout',
        field: 'onTimeout',
        choices: ['stop', 'fail'],
        defaultValue: 'fail',
      },
    ],
  },
  { kind: 'stop', title: 'stops the process', parameters: [timeout('stopMs')] },
  {
    kind: 'clear-compaction-history',
    title: 'removes the SSTables of system.compaction_history, which an older release cannot read',
    parameters: [timeout('installMs')],
  },
  {
    kind: 'install',
    title: 'puts the target version in place of the stopped one',
    parameters: [timeout('installMs')],
  },
  {
    kind: 'configure',
    title: 'puts the configuration for the target version in place',
    parameters: [timeout('installMs')],
  },
  {
    kind: 'storage-compatibility',
    title: 'sets storage_compatibility_mode of the stopped node',
    parameters: [
      { type: 'choice', key: 'mode', field: 'mode', choices: storageModes },
      timeout('installMs'),
    ],
  },
  { kind: 'start', title: 'starts the process', parameters: [timeout('startMs')] },
  {
    kind: 'await-return',
    title: 'waits until the gates after the node pass several times in a row',
    parameters: [
      timeout('returnMs'),
      {
        type: 'count',
        key: 'consecutive',
        field: 'consecutive',
        min: 1,
        max: 100,
        defaultValue: 3,
      },
    ],
  },
  {
    kind: 'unquiesce',
    title: 'puts the node back to where quiesce took it away from clients',
    parameters: [timeout('quiesceMs')],
  },
  {
    kind: 'soak',
    title: 'watches the node for a while before the next one is touched',
    parameters: [
      { type: 'duration', key: 'for', field: 'forMs', defaultFrom: 'soakMs' },
      { type: 'duration', key: 'hold', field: 'holdMs', defaultFrom: 'gateWaitMs' },
      {
        type: 'choice',
        key: 'compare',
        field: 'compare',
        choices: ['peers', 'none'],
        defaultValue: 'none',
      },
    ],
  },
  {
    kind: 'upgradesstables',
    title: 'rewrites SSTables of older formats, while the node serves',
    parameters: [
      timeout('rewriteMs'),
      { type: 'count', key: 'jobs', field: 'jobs', min: 1, max: 64, defaultValue: 2 },
      unseen,
    ],
  },
  {
    kind: 'clear-snapshot',
    title: 'removes the snapshots that runs of Ringward have taken',
    parameters: [timeout('snapshotMs')],
  },
];
