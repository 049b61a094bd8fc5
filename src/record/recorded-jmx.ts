import { notRecorded } from '../model/recording.ts';
import type { Clock } from '../ports/clock.ts';
import {
  closedJmx,
  JmxError,
  type Jmx,
  type JmxArgument,
  type JmxClient,
  type JmxPlace,
  type JmxValue,
} from '../ports/jmx.ts';
import { comeTo, inTurn } from './answers.ts';
import type { BeanAnswer, Keep, RecordedJmxError, RecordingLine } from './format.ts';
import { fromJson, toJson } from './jmx-json.ts';
import { masked, withoutSecretsOfBean } from './redact.ts';

type Question = readonly unknown[];
type Answering = (
  question: Question,
  ask: () => Promise<JmxValue>,
  signal?: AbortSignal,
) => Promise<JmxValue>;

/** A client whose every question is answered by `answer`, which may ask it. */
function throughClient(client: JmxClient, answer: Answering): JmxClient {
  return {
    getAttribute: (name, attribute, signal) =>
      answer(['get', name, attribute], () => client.getAttribute(name, attribute, signal), signal),
    getAttributes: async (name, attributes, signal) =>
      (await answer(
        ['get', name, attributes],
        () => client.getAttributes(name, attributes, signal),
        signal,
      )) as ReadonlyMap<string, JmxValue>,
    queryNames: async (pattern, signal) =>
      (await answer(
        ['names', pattern],
        () => client.queryNames(pattern, signal),
        signal,
      )) as readonly string[],
    invoke: (name, operation, args, signature, signal) =>
      answer(
        ['call', name, operation, args.map(wordOf), signature],
        () => client.invoke(name, operation, args, signature, signal),
        signal,
      ),
    close: () => client.close(),
  };
}

function wordOf(argument: JmxArgument): unknown {
  return typeof argument === 'object' && argument !== null && 'long' in argument
    ? { long: String(argument.long) }
    : argument;
}

/** Keeps what every bean says. Where it is reached, and as whom, is not kept. */
export function recordingJmx(jmx: Jmx, clock: Clock, keep: Keep): Jmx {
  return {
    client(place, node) {
      return throughClient(jmx.client(place, node), async (question, ask) => {
        const at = clock.now();
        const keepThis = (said: Pick<BeanAnswer, 'value' | 'error'>) => {
          keep({ kind: 'bean', at, ms: clock.now() - at, node, question, ...said });
        };
        try {
          const value = await ask();
          const told = typeof value === 'string' ? withoutSecretsOfBean(value) : value;
          keepThis({ value: toJson(told) });
          return value;
        } catch (error) {
          if (error instanceof JmxError) keepThis({ error: toRecord(error, place, node) });
          throw error;
        }
      });
    },
  };
}

/** The last words of an ssh name users and hosts, a refused connection the place. */
function toRecord(
  { kind, message, remoteClass }: JmxError,
  { host, port, proxyCommand }: JmxPlace,
  node: string,
): RecordedJmxError {
  const isOfTheWay = proxyCommand !== undefined && kind !== 'remote';
  const told = isOfTheWay
    ? 'jmx.proxyCommand does not lead there'
    : masked(message).replaceAll(`${host}:${port}`, node);
  return { kind, message: told, ...(remoteClass === undefined ? {} : { remoteClass }) };
}

/** Beans that say what was recorded; what was not is an error of that question alone. */
export function playbackJmx(lines: readonly RecordingLine[], clock: Clock): Jmx {
  const keyOf = ({ node, question }: Pick<BeanAnswer, 'node' | 'question'>) =>
    JSON.stringify([node, question]);
  const beans = inTurn(
    lines.filter((line) => line.kind === 'bean'),
    keyOf,
  );
  return {
    client: (place, node) =>
      throughClient(closedJmx.client(place, node), async (question, _ask, signal) => {
        const answer = beans.next(keyOf({ node, question }));
        if (!answer) throw new JmxError('remote', notRecorded);
        await comeTo(answer, clock, signal);
        const { value, error } = answer;
        if (error) throw new JmxError(error.kind, error.message, error.remoteClass);
        return fromJson(value ?? null);
      }),
  };
}
