/** An alert that fires and is neither silenced nor inhibited. */
export interface FiringAlert {
  /** Label `alertname`; empty: it has none. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}
