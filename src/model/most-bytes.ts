const mebibyte = 1024 * 1024;

/** Longer than any file of that kind: what is longer is /dev/zero, a log or an archive. */
export const mostBytes = {
  /** An inventory, a playbook, a secret: written by hand. */
  byHand: mebibyte,
  /** A few names. */
  control: 64 * 1_024,
  /** About 5 KB a node. */
  plan: 64 * mebibyte,
} as const;
