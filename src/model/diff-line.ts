/** One line of a file as it is, and as it is to be. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  /** Without its line end. */
  readonly text: string;
}
