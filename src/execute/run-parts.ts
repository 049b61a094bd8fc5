import type { UpgradeEvent, Progress } from '../model/event.ts';
import type { Gate } from '../model/gate.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { Detector } from '../model/detector.ts';
import type { AskNews } from '../model/news.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { Ports } from '../ports/index.ts';
import type { Look } from './asked.ts';
import type { JudgeParts } from './judge.ts';
import type { RunPaths } from './run-store.ts';

/** Everything a run is made of. `lookAt` asks the given nodes of the inventory. */
export interface RunParts {
  readonly runId: string;
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly stateDir: string;
  readonly next: NextCommands;
  readonly paths: RunPaths;
  /** The run whose locks on the nodes are taken over; absent: nobody's. */
  readonly takeOverLock?: string | undefined;
  /** Where an earlier, interrupted part of this run stopped. */
  readonly progress?: Progress;
  /** Only sees how the steps end that the earlier part left, and stops there. */
  readonly isSettling?: boolean | undefined;
  /** Points of the plan that the operator approved as the run was begun. */
  readonly approved?: readonly string[];
  readonly gates: readonly Gate[];
  readonly detectors: readonly Detector[];
  lookAt(nodes: readonly InventoryNode[]): Look;
  /** Absent: by `lookAt`. */
  newsOf?(nodes: readonly InventoryNode[]): AskNews;
  readonly alerts: JudgeParts['alerts'];
  /** On a twin: what is no part of it is not judged. */
  readonly isRehearsal?: boolean;
  /** Tells the operator what is no event of the run. */
  readonly warn: (text: string) => void;
  /** Shows an event to the operator. */
  show(event: UpgradeEvent): void;
  readonly ports: Pick<
    Ports,
    'clock' | 'machineClock' | 'files' | 'processes' | 'runner' | 'signal' | 'secondSignal'
  >;
}
