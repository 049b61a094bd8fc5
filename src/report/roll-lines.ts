import type { UpgradeEvent } from '../model/event.ts';
import type { GateVerdict } from '../model/gate.ts';
import type { FreezeEvent } from '../model/freeze.ts';
import { toIso, type Instant } from '../model/instant.ts';
import { printable } from '../model/printable.ts';
import { latencies, type SoakBaseline } from '../model/soak.ts';
import type { StepOutcome } from '../model/step.ts';
import { durationText } from './duration.ts';
import { acceptedText } from './preflight-text.ts';

/** What one event adds to the operator's screen: lines that stay, or the one line that changes. */
export interface RollOutput {
  readonly lines: readonly string[];
  /** Undefined: the changing line stays as it is; empty: there is none now. */
  readonly live?: string;
}

/**
 * Makes lines of events. Keeps only when things began, so that each end can say how long it took,
 * and how many of the `total` nodes are done (`doneBefore` of them before this session).
 */
export function rollLines(total: number, doneBefore = 0): (event: UpgradeEvent) => RollOutput {
  const begun = new Map<string, Instant>();
  const judged = new Set<string>();
  let done = doneBefore;
  const live = liveLines();
  // Nothing of what an earlier session began.
  const since = (key: string, at: Instant) => took(begun.get(key), at);
  return (event) => {
    switch (event.type) {
      case 'run-started':
      case 'run-resumed':
        return beginning(event);
      case 'node-started':
        begun.set(event.node, event.at);
        return nodeLine(event, `${judged.has(event.node) ? 'gates passed, ' : ''}taking this node`);
      case 'soak-baseline':
        return nodeLine(event, baselineText(event.baseline));
      case 'gate-judged':
        judged.add(event.node);
        return event.verdict.kind === 'pass'
          ? passedLine(event, event.verdict)
          : nodeLine(event, `gate ${event.gate}: ${event.verdict.reason}`);
      case 'step-started':
        begun.set(`${event.node} ${event.step}`, event.at);
        return live.tell(event.node, event.kind);
      case 'step-skipped':
        return nodeLine(event, `${event.kind}: skipped, ${event.reason}`);
      case 'waiting':
        return live.tell(event.node, printable(event.reason));
      case 'step-ended': {
        const took = since(`${event.node} ${event.step}`, event.at);
        const text = `${event.kind}: ${outcomeText(event.outcome)}`;
        return nodeLine(event, took === undefined ? text : `${text} (${took})`);
      }
      case 'approved':
        return nodeLine(event, `${event.name} is approved`);
      case 'node-done':
        done += 1;
        live.forget(event.node);
        return doneLine(event, since(event.node, event.at), `${done} of ${total} nodes`);
      case 'freeze-started':
      case 'freeze-ended':
        return frozenLine(event);
      case 'run-ended':
        return { ...line(event.at, `run ended: ${event.how}`), live: '' };
    }
  };
}

/** What each node that is under way does; of a wave there are several. */
function liveLines() {
  const texts = new Map<string, string>();
  return {
    tell(node: string, text: string): RollOutput {
      texts.set(node, `${node}  ${text}`);
      return { lines: [], live: [...texts.values()].join('  |  ') };
    },
    forget: (node: string) => void texts.delete(node),
  };
}

function doneLine(
  event: Extract<UpgradeEvent, { type: 'node-done' }>,
  took: string | undefined,
  count: string,
): RollOutput {
  return nodeLine(event, `${took === undefined ? 'done' : `done in ${took}`}, ${count}`);
}

function took(from: Instant | undefined, at: Instant): string | undefined {
  return from === undefined ? undefined : durationText(at - from);
}

function beginning(event: Extract<UpgradeEvent, { type: 'run-started' | 'run-resumed' }>) {
  const verb = event.type === 'run-started' ? 'run' : 'going on with run';
  const begun = `${verb} ${event.runId}: cluster ${event.cluster}, ${event.nodes} nodes`;
  const lines = [begun, ...acceptedText(event.accepted)].flatMap(
    (text) => line(event.at, text).lines,
  );
  return { lines };
}

/** Of what passes the comparison is told, for its numbers, and what the roll lives with. */
function passedLine(
  event: Extract<UpgradeEvent, { type: 'gate-judged' }>,
  { note, isTold = false }: Extract<GateVerdict, { kind: 'pass' }>,
): RollOutput {
  const isShown = isTold || event.gate === 'soak-comparison';
  if (!isShown || note === undefined) return { lines: [] };
  return nodeLine(event, `${event.gate}: ${note}`);
}

function baselineText({ usual, peers, whyNot }: SoakBaseline): string {
  if (whyNot !== undefined) return `its soak will not compare: ${whyNot}`;
  const known = latencies.filter((latency) => usual[latency]).join(' and ');
  return `its soak will compare ${known} with ${peers.length} peers: ${peers.join(', ')}`;
}

function frozenLine(event: FreezeEvent & { readonly at: Instant }): RollOutput {
  const { command } = event;
  if (event.type === 'freeze-started') return { lines: [], live: command };
  const done = command === 'freeze' ? 'stand still' : 'may begin again';
  const { failure } = event;
  const text = failure === undefined ? `repairs and schema changes ${done}` : `failed: ${failure}`;
  return { ...line(event.at, `${command}: ${text}`), live: '' };
}

function outcomeText(outcome: StepOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return outcome.note === undefined ? 'done' : `done, ${outcome.note}`;
    case 'fell-back':
      return `fell back: ${outcome.reason}`;
    case 'refused':
    case 'failed':
      return `${outcome.kind}: ${outcome.reason}`;
  }
}

function nodeLine(
  event: { readonly at: Instant; readonly node: string },
  text: string,
): RollOutput {
  return line(event.at, `${event.node}  ${text}`);
}

function line(at: Instant, text: string): RollOutput {
  return { lines: [`${toIso(at).slice(11, 19)}  ${printable(text)}`] };
}
