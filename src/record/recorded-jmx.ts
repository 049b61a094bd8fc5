import { masked } from '../model/masked.ts';
import { notRecorded } from '../model/recording.ts';
import type { Clock } from '../ports/clock.ts';
import { aroundJmx, type JmxQuestion } from '../ports/around-jmx.ts';
import { closedJmx, JmxError, type Jmx, type JmxPlace } from '../ports/jmx.ts';
import { comeTo, answerQueues } from './answers.ts';
import type { BeanAnswer, Keep, RecordedJmxError, RecordingLine } from './format.ts';
import { fromJson, toJson } from './jmx-json.ts';
import { withoutSecretsOfBean } from './redact.ts';

/** Keeps what every bean says. Where it is reached, and as whom, is not kept. */
export function recordingJmx(jmx: Jmx, clock: Clock, keep: Keep): Jmx {
  return {
    client(place, node) {
      return aroundJmx(jmx.client(place, node), async (ask, _signal, question) => {
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
  const beans = answerQueues(
    lines.filter((line) => line.kind === 'bean'),
    keyOf,
  );
  return {
    client: (place, node) =>
      aroundJmx(
        closedJmx.client(place, node),
        async <T>(_ask: unknown, signal: AbortSignal | undefined, question: JmxQuestion) => {
          const answer = beans.next(keyOf({ node, question }));
          if (!answer) throw new JmxError('remote', notRecorded);
          await comeTo(answer, clock, signal);
          const { value, error } = answer;
          if (error) throw new JmxError(error.kind, error.message, error.remoteClass);
          // What this question was answered with when it was recorded.
          return fromJson(value ?? null) as T;
        },
      ),
  };
}
