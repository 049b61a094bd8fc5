import { notRecorded } from '../model/recording.ts';
import type { Clock } from '../ports/clock.ts';
import { closedJmx, JmxError, type Jmx, type JmxClient, type JmxValue } from '../ports/jmx.ts';
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
        ['call', name, operation, args, signature],
        () => client.invoke(name, operation, args, signature, signal),
        signal,
      ),
    close: () => client.close(),
  };
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
          if (error instanceof JmxError) keepThis({ error: toRecord(error) });
          throw error;
        }
      });
    },
  };
}

function toRecord({ kind, message, remoteClass }: JmxError): RecordedJmxError {
  return { kind, message: masked(message), ...(remoteClass === undefined ? {} : { remoteClass }) };
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
