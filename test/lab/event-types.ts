import type { UpgradeEvent } from '../../src/model/event.ts';

/** What `--format ndjson` printed. */
export function eventsOf(out: string): readonly UpgradeEvent[] {
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as UpgradeEvent);
}

/**
 * What happened to each node, without times, numbers and reasons. How often one waited or judged
 * depends on how long things took: waits are left out, and what is told again at once is told once.
 */
export function eventTypesByNode(
  events: readonly UpgradeEvent[],
): Readonly<Record<string, readonly string[]>> {
  const byNode: Record<string, string[]> = {};
  for (const event of events) {
    if (!('node' in event) || event.type === 'waiting') continue;
    (byNode[event.node] ??= []).push(typeOf(event));
  }
  return Object.fromEntries(
    Object.entries(byNode).map(([node, types]) => [node, toldOnce(types)] as const),
  );
}

/** What is told again at once is told once. */
export function toldOnce(told: readonly string[]): readonly string[] {
  return told.filter((each, index) => each !== told[index - 1]);
}

type NodeEvent = Extract<UpgradeEvent, { readonly node: string }>;

function typeOf(event: NodeEvent): string {
  switch (event.type) {
    case 'gate-judged':
      return `${event.type} ${event.phase}`;
    case 'step-started':
    case 'step-skipped':
      return `${event.type} ${event.kind}`;
    case 'step-ended':
      return `${event.type} ${event.kind} ${event.outcome.kind}`;
    case 'approved':
    case 'soak-baseline':
    case 'node-started':
    case 'node-done':
    case 'waiting':
      return event.type;
  }
}
