import type { JmxArgument, JmxClient, JmxValue } from './jmx.ts';

/** `get`, `names` or `call`, a bean, and what of it: in words and lists of words, so that JSON holds it. */
export type JmxQuestion = readonly unknown[];

/** Takes the place of asking; `ask` asks. */
export type AroundJmx = <T extends JmxValue>(
  ask: () => Promise<T>,
  signal: AbortSignal | undefined,
  question: JmxQuestion,
) => Promise<T>;

/** A client whose every question goes through `around`. */
export function aroundJmx(client: JmxClient, around: AroundJmx): JmxClient {
  return {
    getAttribute: (...asked) => {
      const [name, attribute, signal] = asked;
      return around(() => client.getAttribute(...asked), signal, ['get', name, attribute]);
    },
    getAttributes: (...asked) => {
      const [name, attributes, signal] = asked;
      return around(() => client.getAttributes(...asked), signal, ['get', name, attributes]);
    },
    queryNames: (...asked) => {
      const [pattern, signal] = asked;
      return around(() => client.queryNames(...asked), signal, ['names', pattern]);
    },
    invoke: (...asked) => {
      const [name, operation, args, signature, signal] = asked;
      const words = ['call', name, operation, args.map(wordOf), signature];
      return around(() => client.invoke(...asked), signal, words);
    },
    close: () => client.close(),
  };
}

function wordOf(argument: JmxArgument): unknown {
  return typeof argument === 'object' && argument !== null && 'long' in argument
    ? { long: String(argument.long) }
    : argument;
}
