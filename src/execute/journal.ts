import type { Acceptance } from '../model/acceptance.ts';
import { ConfigError } from '../model/errors.ts';
import type { UpgradeEvent } from '../model/event.ts';
import type { StepOutcome } from '../model/step.ts';
import type { AppendFile, Files } from '../ports/files.ts';

/** Bumped when an older Ringward could misread a newer journal. */
export const journalFormat = 1;

/**
 * One JSON object a line; the first names the format. Mode 0600. On disk before the act. What a
 * crash left of a last line is cut off, so that the next record has a line of its own.
 */
export async function openJournal(files: Files, path: string): Promise<AppendFile> {
  const text = (await files.readText(path)) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === '') await files.writeText(path, `${header}\n`, 0o600);
  else if (whole !== text) await files.writeText(path, whole, 0o600);
  return await files.openAppend(path, 0o600);
}

const header = JSON.stringify({ format: journalFormat, kind: 'ringward-journal' });

/** Of a run that nobody carries on: `work` is given what adds to its journal. */
export async function addingTo(
  files: Files,
  path: string,
  work: (add: (event: UpgradeEvent) => Promise<void>) => Promise<void>,
): Promise<void> {
  const journal = await openJournal(files, path);
  try {
    await work(async (event) => {
      const line = journalLine(event);
      if (line !== undefined) await journal.append(line);
    });
  } finally {
    await journal.close();
  }
}

/** Undefined for events that are talk, not history. */
export function journalLine(event: UpgradeEvent): string | undefined {
  const fields = fieldsOf(event);
  return fields && `${JSON.stringify({ at: event.at, type: event.type, ...fields })}\n`;
}

/** Fields are listed one by one, so that nothing new (a secret least of all) slips in. */
function fieldsOf(event: UpgradeEvent): Record<string, unknown> | undefined {
  switch (event.type) {
    case 'run-started':
    case 'run-resumed': {
      const { runId, cluster, planDigest, nodes, accepted } = event;
      const kept = accepted?.map(acceptanceFields);
      return { runId, cluster, planDigest, nodes, ...(kept ? { accepted: kept } : {}) };
    }
    case 'node-started':
      return { node: event.node, generation: event.generation };
    case 'soak-baseline':
      return { node: event.node, baseline: event.baseline };
    case 'gate-judged': {
      const { node, gate, phase, verdict, attempt } = event;
      return { node, gate, phase, verdict, attempt };
    }
    case 'step-started':
      return { node: event.node, step: event.step, kind: event.kind };
    case 'step-skipped':
      return { node: event.node, step: event.step, kind: event.kind, reason: event.reason };
    case 'step-ended':
      return {
        node: event.node,
        step: event.step,
        kind: event.kind,
        outcome: withoutTail(event.outcome),
      };
    case 'approved':
      return { node: event.node, name: event.name };
    case 'node-done':
      return { node: event.node };
    case 'freeze-started':
      return { command: event.command };
    case 'freeze-ended':
      return { command: event.command, failure: event.failure };
    case 'run-ended':
      return { how: event.how, reason: event.reason, newPlan: event.newPlan };
    case 'waiting':
      return undefined;
  }
}

function acceptanceFields(one: Acceptance): Acceptance {
  const { because } = one;
  if (one.rule !== undefined) return { rule: one.rule, because };
  return { keyspace: one.keyspace, because, levels: one.levels };
}

/** The tail is output of the operator's own command: shown, never kept. */
function withoutTail(outcome: StepOutcome): StepOutcome {
  if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason };
  if (outcome.kind !== 'failed') return outcome;
  const { kind, reason, nodeState, next, fatalBefore } = outcome;
  return { kind, reason, nodeState, next, ...(fatalBefore === undefined ? {} : { fatalBefore }) };
}

/**
 * A last line cut short by a crash is dropped; anything else unreadable is an error, with what to do when a
 * journal says nothing of what was done.
 */
export function readJournal(
  text: string,
  path: string,
  beginAnew: string,
): readonly UpgradeEvent[] {
  const lines = text.split('\n');
  // What follows the last newline was never finished.
  lines.pop();
  const [head, ...rest] = lines.map((line, index) =>
    parseLine(line, `${path}:${index + 1}`, beginAnew),
  );
  if (!head) throw new ConfigError(path, 'the journal is empty', beginAnew);
  if (head['format'] !== journalFormat) {
    const hint = 'resume with the Ringward version that wrote it';
    throw new ConfigError(path, `journal format ${String(head['format'])} is not known`, hint);
  }
  return rest as unknown as readonly UpgradeEvent[];
}

function parseLine(line: string, where: string, beginAnew: string): Record<string, unknown> {
  const record = parseJson(line);
  if (typeof record === 'object' && record !== null) return record as Record<string, unknown>;
  const hint = `it was changed by hand, or its disk fails: ${beginAnew}`;
  throw new ConfigError(where, 'this line of the journal is no record', hint);
}

/** Undefined when it is not JSON. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
