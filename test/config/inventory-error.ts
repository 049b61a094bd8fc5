import { expect } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';
import { ToolError } from '../../src/model/errors.ts';

export const path = '/etc/ringward/ringward.yaml';
export const parse = (text: string, env?: Record<string, string>) =>
  parseInventory(text, path, env);

/** The hint of every wrong value that has no nearer one. */
export const general = 'docs/inventory.md and docs/playbooks.md say what each key takes';

/** `line:column: message | hint` of the error a text gives; every error has a hint. */
export function errorOf(text: string, env?: Record<string, string>): string {
  try {
    parse(text, env);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message.startsWith(`${path}:`)).toBe(true);
    const message = error.message.slice(path.length + 1);
    expect(error.hint).toBeTruthy();
    return error.hint === general ? message : `${message} | ${error.hint ?? ''}`;
  }
  return 'no error';
}

export function expectError(text: string, error: string | RegExp): void {
  if (typeof error === 'string') expect(errorOf(text)).toBe(error);
  else expect(errorOf(text)).toMatch(error);
}
