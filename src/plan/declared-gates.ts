import {
  describeWindow,
  longestSpanMs,
  type MaintenanceWindow,
} from '../model/maintenance-window.ts';
import { thoughtToTake } from '../model/node-takes.ts';
import type { Playbook } from '../model/playbook.ts';
import { probeKeyspace } from '../model/probe-table.ts';
import { wordsOf } from '../model/snapshot.ts';
import { storageModeOf } from '../model/step.ts';
import { linesWithWayBackTo } from '../rules/upgrade/release-lines.ts';
import { refused, usage, type PlanProblem } from './problem.ts';
import type { PlanRequest } from './request.ts';
import { canarySteps, soakedSteps } from './soak-notes.ts';

const alerts = 'alerts';
const window = 'maintenance-window';
const writeRead = 'write-read';
const storageMode = 'storage-mode';
const schemaUnchanged = 'schema-unchanged';
const noRepair = 'no-repair';

type Declared = Pick<PlanRequest, 'playbook' | 'inventory' | 'accepted'>;

/** The gates of a playbook, and those that the inventory, its steps or any stop call for: none is left out by not being named. */
export function gatesOf({
  playbook,
  inventory,
  accepted,
}: Declared): Pick<Playbook, 'before' | 'after'> {
  const { before, after, steps } = playbook;
  if (!steps.some(({ kind }) => kind === 'stop')) return { before, after };
  const ofRow = inventory.writeRead ? [writeRead] : [];
  const first = [
    ...(windowOf({ playbook, inventory }) ? [window] : []),
    ...(isOfMode(playbook) ? [storageMode] : []),
  ];
  const last = [
    schemaUnchanged,
    ...(isHop(playbook) && !accepted?.some(({ rule }) => rule === noRepair) ? [noRepair] : []),
    ...(inventory.alerts ? [alerts] : []),
    ...ofRow,
  ];
  return {
    before: [...new Set([...first, ...before, ...last])],
    after: [...new Set([...after, ...ofRow])],
  };
}

/** Two releases, or two modes, run side by side meanwhile: where the rule of the same name is judged, too. */
function isHop({ steps, to }: Playbook): boolean {
  return to !== undefined || storageModeOf(steps) !== undefined;
}

/** Sets a mode, or leads back to a line that has none: only the mode before has that way. */
function isOfMode({ steps, from = [], to }: Playbook): boolean {
  if (storageModeOf(steps) !== undefined) return true;
  return to !== undefined && linesWithWayBackTo(to).some((line) => from.includes(line));
}

/** That of a plan; undefined: none of its gates asks for one, as where nothing stops. */
export function plannedWindow(declared: Declared): MaintenanceWindow | undefined {
  return gatesOf(declared).before.includes(window) ? windowOf(declared) : undefined;
}

function windowOf({ playbook, inventory }: Declared): MaintenanceWindow | undefined {
  return playbook.maintenanceWindow ?? inventory.maintenanceWindow;
}

/** Gates that would hold the roll at its first node, and always. */
export function gateProblems(request: PlanRequest): readonly PlanProblem[] {
  const { before, after } = gatesOf(request);
  return [
    ...undeclared(before, request),
    ...(before.includes(window) ? windowProblems(request) : []),
    ...([...before, ...after].includes(writeRead) ? tableProblems(request) : []),
  ];
}

function undeclared(before: readonly string[], request: PlanRequest): readonly PlanProblem[] {
  const { inventory } = request;
  const needed = [
    { gate: alerts, key: 'alerts', isThere: inventory.alerts !== undefined },
    { gate: window, key: 'maintenanceWindow', isThere: windowOf(request) !== undefined },
  ];
  return needed
    .filter(({ gate, isThere }) => before.includes(gate) && !isThere)
    .map(({ gate, key }) =>
      usage(
        `the playbook names the gate ${gate}, and the inventory has no ${key}:`,
        `add ${key} to the inventory (docs/inventory.md), or take the gate out of the playbook`,
      ),
    );
}

function windowProblems(request: PlanRequest): readonly PlanProblem[] {
  const { playbook, limits } = request;
  const found = windowOf(request);
  if (!found) return [];
  const { after } = gatesOf(request);
  const steps = soakedSteps(canarySteps(playbook), limits);
  const takes = thoughtToTake(found, { steps, after }, limits);
  const longestMs = longestSpanMs(found, request.at);
  if (takes.ms <= longestMs) return [];
  const [node, most] = [takes.ms, longestMs].map((ms) => Math.round(ms / 60_000));
  return [
    usage(
      `no node fits into the maintenance window ${describeWindow(found)}: it may take ${node} min (${takes.because}), and that is ${most} min long`,
      'say what a node takes, as a rehearsal shows it: maintenanceWindow: {perNode: 20m, ...}',
    ),
  ];
}

function tableProblems({ snapshot }: PlanRequest): readonly PlanProblem[] {
  const lists = [...wordsOf(snapshot, 'keyspaces').keys()];
  const isThere = lists.some(({ keyspaces }) =>
    keyspaces.some(({ name }) => name === probeKeyspace),
  );
  if (isThere || lists.length === 0) return [];
  return [
    refused(
      `the gate ${writeRead} needs the keyspace ${probeKeyspace}, and there is none`,
      'make it: ringward probe --create-keyspace --for 10s (docs/probe.md)',
    ),
  ];
}
