export interface Ids {
  /** Short, unique and sortable by time: `20261124-194500-4f2a`. */
  newRunId(): string;
  /** Four hex digits, to tell things of one name apart. */
  newSuffix(): string;
}
