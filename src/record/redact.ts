import { masked } from '../model/masked.ts';
import type { CommandResult } from '../ports/runner.ts';

/**
 * What a command printed, without what may be a secret: a JVM's arguments and system properties can
 * hold passwords of key stores, a log what clients asked for, and nobody reads them. Names and addresses stay.
 */
export function withoutSecrets(argv: readonly string[], result: CommandResult): CommandResult {
  if (result.kind !== 'exited' && result.kind !== 'timed-out') return result;
  const { stdout, stderr } = result;
  return { ...result, stdout: redacted(argv, stdout), stderr: masked(stderr) };
}

function redacted(argv: readonly string[], text: string): string {
  if (isThreadDump(text)) return withoutSecretsOfBean(text);
  if (argv.includes('java.lang:type=Runtime')) return masked(withoutStrings(text));
  return withoutRows(masked(text));
}

/**
 * A log names what clients asked for: the words of queries, and keys of partitions. What precedes them
 * on the line stays.
 */
function withoutRows(text: string): string {
  return text
    .replace(
      /\b(?:SELECT\s.*?\sFROM|INSERT\s+INTO|UPDATE\s+\S+\s+(?:USING|SET)|DELETE\s.*?FROM|BEGIN\s+(?:\w+\s+)?BATCH)\s.*$/gim,
      '***',
    )
    .replace(
      /\b((?:Writing|Compacting|Scrubbing) large (?:partition|row) [\w.]+\/[\w.]+:).*$/gm,
      '$1***',
    )
    .replace(/(DecoratedKey\()[^)]*/g, '$1***')
    .replace(/\b(Guardrail \S+ violated: ).*$/gm, '$1***')
    .replace(
      /\b(\w*(?:password|passwd|secret)\w*\s*[=:]\s*)(?:"[^"\n]*"|'[^'\n]*'|\S+)/gi,
      '$1***',
    );
}

/** Of JSON, whole or not: keys, and what the bean and the process are called. */
function withoutStrings(json: string): string {
  const kept = /"[nN]ame"\s*:\s*"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"(?=\s*:)/;
  const other = /"(?:[^"\\]|\\.)*(?:"|$)/;
  return json.replace(new RegExp(`(${kept.source})|${other.source}`, 'g'), (_, keep?: string) =>
    keep === undefined ? '""' : keep,
  );
}

/** What a bean said, without the same: of all that is asked only a thread dump may hold any. */
export function withoutSecretsOfBean(text: string): string {
  return isThreadDump(text) ? masked(withoutOtherThreads(text)) : text;
}

function isThreadDump(text: string): boolean {
  return /^Full thread dump /m.test(text.slice(0, 10_000));
}

/** Threads are named after clients and files, and there are hundreds: those that compact stay. */
function withoutOtherThreads(text: string): string {
  const parts = text.split(/(?<=\n\n)/);
  const head = parts.findIndex((part) => part.includes('Full thread dump '));
  return parts.filter((part, at) => at <= head || part.startsWith('"CompactionExecutor:')).join('');
}
