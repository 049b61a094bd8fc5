import type { GateVerdict } from './gate.ts';
import type { SchemaSeen } from './schema-seen.ts';
import type { ByLatency, SoakBaseline } from './soak.ts';

/** What a run has learnt by its gates. */
export interface Learnt {
  /** How many times as slow as before each latency of the nodes compared is, by address, in their order. */
  readonly effects: ReadonlyMap<string, ByLatency<number>>;
  /** As it was when a node was last to be begun. */
  readonly schema: SchemaSeen | undefined;
  /** What the soaks of nodes that are begun or to be begun compare with, by address. */
  readonly baselines: ReadonlyMap<string, SoakBaseline>;
}

export const nothingLearnt: Learnt = {
  effects: new Map(),
  schema: undefined,
  baselines: new Map(),
};

/** The gate that compares the schema with what it was. */
export const schemaGate = 'schema-unchanged';

/** With one verdict more. That the schema was changed is told once: who resumes then takes it as it is. */
export function learntWith(
  { effects, schema }: Omit<Learnt, 'baselines'>,
  judged: { readonly node: string; readonly gate: string; readonly verdict: GateVerdict },
): Omit<Learnt, 'baselines'> {
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

/** Those of nodes that are done are of no more use. */
export function withBaseline(
  { baselines, done }: Pick<Learnt, 'baselines'> & { readonly done: readonly string[] },
  { node, baseline }: { readonly node: string; readonly baseline: SoakBaseline },
): Learnt['baselines'] {
  const left = [...baselines].filter(([address]) => !done.includes(address));
  return new Map(left).set(node, baseline);
}
