/** Of `ringward explain`. */
export interface ExplainOptions {
  readonly finding: string | undefined;
  readonly state: string | undefined;
  readonly format: 'tty' | 'json' | 'markdown';
}
