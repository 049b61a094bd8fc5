/** What is followed of every node, in the order in which it is shown; the unit is in the comment. */
export const signalIds = [
  /** Pending compactions. */
  'pending',
  /** Running compactions. */
  'active',
  /** Bytes compacted a second. */
  'compacted',
  /** Share of the time in which the busiest device had work, in %. */
  'diskBusy',
  /** Mean time of a request of the busiest device, in ms. */
  'diskAwait',
  /** PSI: share of the time in which somebody waited for I/O, in %. */
  'ioPressure',
  /** Share of the heap that is in use, in %. */
  'heap',
  /** Messages dropped between the two newest looks at them. */
  'dropped',
  /** p99 of reads through the node, in ms. */
  'clientP99',
] as const;

export type SignalId = (typeof signalIds)[number];

/** Undefined: not known, or not yet. */
export type Signals = Readonly<Record<SignalId, number | undefined>>;
