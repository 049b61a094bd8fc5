/** Bounds of one reply; what passes them is hostile or no JMX at all. */
export const replyLimits = {
  /** `queryNames` of all 11,850 metric beans of a node is 1.5 MB. */
  bytes: 32 * 1024 * 1024,
  /** Objects within objects; composite data of Cassandra is six deep. */
  depth: 64,
  /** Objects, strings, arrays and classes of one reply. */
  handles: 1_000_000,
} as const;

export type ReplyLimits = { readonly [K in keyof typeof replyLimits]: number };
