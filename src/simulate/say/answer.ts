/** What a command left behind. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function printed(stdout: string): Answer {
  return { code: 0, stdout, stderr: '' };
}
