import type { Ports } from '../ports/index.ts';
import type { LabNode } from './spec.ts';

const linesOfEach = 8;

/** The newest lines of what a node printed and logged; JVM warnings that are always there left out. */
export async function logTail({ home }: LabNode, { files }: Pick<Ports, 'files'>): Promise<string> {
  const parts: string[] = [];
  for (const path of [`${home}/logs/console.log`, `${home}/logs/system.log`]) {
    const lines = ((await files.readText(path)) ?? '').split('\n').filter(isTelling);
    if (lines.length > 0) parts.push(`${path}:`, ...lines.slice(-linesOfEach).map(shorten));
  }
  return parts.join('\n');
}

function isTelling(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('WARNING: ') && !/^\s+at /.test(line);
}

function shorten(line: string): string {
  return line.length <= 300 ? line : `${line.slice(0, 299)}…`;
}
