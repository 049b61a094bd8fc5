import type { GateVerdict } from './gate.ts';
import type { SchemaSeen } from './schema-seen.ts';
import type { ByLatency } from './soak.ts';

/** What a run has learnt by its gates. */
export interface Learnt {
  /** How many times as slow as before each latency of the nodes compared is, by address, in their order. */
  readonly effects: ReadonlyMap<string, ByLatency<number>>;
  /** As it was when a node was last to be begun. */
  readonly schema: SchemaSeen | undefined;
}

export const nothingLearnt: Learnt = { effects: new Map(), schema: undefined };

/** The gate that compares the schema with what it was. */
export const schemaGate = 'schema-unchanged';

/** With one verdict more. That the schema was changed is told once: who resumes then takes it as it is. */
export function learntWith(
  { effects, schema }: Learnt,
  judged: { readonly node: string; readonly gate: string; readonly verdict: GateVerdict },
): Learnt {
  const { node, gate, verdict } = judged;
  if (verdict.kind === 'refuse') {
    return { effects, schema: gate === schemaGate ? undefined : schema };
  }
  if (verdict.kind === 'wait') return { effects, schema };
  return {
    effects: verdict.effects ? new Map(effects).set(node, verdict.effects) : effects,
    schema: verdict.schema ?? schema,
  };
}
