import { readFileSync } from 'node:fs';

interface Recorded {
  /** What a node sends until it has answered a first question: greeting, registry, greeting, log-in, lease, answer. */
  readonly session: readonly string[];
  readonly replies: Readonly<Record<string, string>>;
}

const file = new URL('../fixtures/jmx/replies-4.1.10.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
const bytesOf = (text: string) => Buffer.from(text, 'base64');

/** Answers of a real node of 4.1.10 on Java 17, byte by byte as they came. */
export const session = recorded.session.map(bytesOf);
export const replies: Readonly<Record<string, Buffer>> = Object.fromEntries(
  Object.entries(recorded.replies).map(([name, text]) => [name, bytesOf(text)]),
);

export function replyTo(name: string): Buffer {
  const reply = replies[name];
  if (!reply) throw new Error(`no reply to ${name} was recorded`);
  return reply;
}
