/** The kinds of step and their parameters; times are in ms. */
export interface StepParams {
  readonly drain: { readonly timeoutMs: number; readonly onTimeout: 'stop' | 'fail' };
  readonly stop: { readonly timeoutMs: number };
  readonly install: { readonly timeoutMs: number };
  readonly configure: { readonly timeoutMs: number };
  readonly start: { readonly timeoutMs: number };
  /** The gates after the node are judged until they pass `consecutive` times in a row. */
  readonly 'await-return': { readonly timeoutMs: number; readonly consecutive: number };
  readonly soak: { readonly forMs: number };
}

export type StepKind = keyof StepParams;

export type PlannedStep = {
  readonly [K in StepKind]: { readonly kind: K; readonly params: StepParams[K] };
}[StepKind];

/** How a step ended. `fell-back`: the declared fallback was taken, with the cause. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly note?: string }
  | { readonly kind: 'fell-back'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** In what state the node is now, as far as seen. */
      readonly nodeState: string;
      /** What the operator may type next. */
      readonly next: string;
      readonly tail?: string;
    };
