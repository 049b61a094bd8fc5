import type { GateVerdict } from './gate.ts';
import type { SchemaSeen } from './schema-seen.ts';
import type { ByLatency, SoakBaseline } from './soak.ts';
import { withoutKey } from './without-key.ts';

/** What a run has learnt by its gates. */
export interface Learnt {
  /** How many times as slow as before each latency of the nodes is that were compared and are done, in their order. */
  readonly effects: readonly ByLatency<number>[];
  /** The same of nodes that are begun, by address. */
  readonly compared: ReadonlyMap<string, ByLatency<number>>;
  /** As it was when a node was last to be begun. */
  readonly schema: SchemaSeen | undefined;
  /** What the soaks of nodes that are begun or to be begun compare with, by address. */
  readonly baselines: ReadonlyMap<string, SoakBaseline>;
}

export const nothingLearnt: Learnt = {
  effects: [],
  compared: new Map(),
  schema: undefined,
  baselines: new Map(),
};

/** The gate that compares the schema with what it was. */
export const schemaGate = 'schema-unchanged';

/** With one verdict more. That the schema was changed is told once: who resumes then takes it as it is. */
export function learntWith(
  { compared, schema }: Pick<Learnt, 'compared' | 'schema'>,
  judged: { readonly node: string; readonly gate: string; readonly verdict: GateVerdict },
): Pick<Learnt, 'compared' | 'schema'> {
  const { node, gate, verdict } = judged;
  if (verdict.kind === 'refuse') {
    return { compared, schema: gate === schemaGate ? undefined : schema };
  }
  if (verdict.kind === 'wait') return { compared, schema };
  return {
    compared: verdict.effects ? new Map(compared).set(node, verdict.effects) : compared,
    schema: verdict.schema ?? schema,
  };
}

/** What was kept for its soak is of no more use. */
export function learntOfDone(
  { effects, compared, baselines }: Omit<Learnt, 'schema'>,
  node: string,
): Omit<Learnt, 'schema'> {
  const own = compared.get(node);
  return {
    effects: own ? [...effects, own] : effects,
    compared: withoutKey(compared, node),
    baselines: withoutKey(baselines, node),
  };
}
