/** A roll of the cluster that was begun and not finished, for whoever looks at its nodes. */
export interface UnfinishedRun {
  readonly runId: string;
  /** `ended failed: rolling-restart, 1 of 3 nodes done, 10.0.0.2 is part-way (after stop) by its journal` */
  readonly text: string;
  /** To go on with it, or to see more of one that goes on. */
  readonly next: string;
}
