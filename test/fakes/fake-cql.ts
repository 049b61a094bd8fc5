import { outcomeLog } from '../../src/model/client-metrics.ts';
import {
  CqlError,
  type Cql,
  type CqlRequest,
  type CqlRow,
  type CqlTarget,
} from '../../src/ports/cql.ts';

type Answer =
  | readonly CqlRow[]
  | CqlError
  | ((request: CqlRequest, target: CqlTarget) => readonly CqlRow[] | CqlError);

/**
 * Answers by the first rule whose text occurs in the query. `connect` fails for the addresses in
 * `closed`. A query nobody expected is `invalid`, as for a table that does not exist.
 */
export function fakeCql(
  rules: readonly (readonly [text: string, answer: Answer])[],
  closed: Readonly<Record<string, CqlError>> = {},
) {
  const targets: CqlTarget[] = [];
  const requests: CqlRequest[] = [];
  const cql: Cql = {
    connect(target) {
      targets.push(target);
      const refused = target.addresses.map((address) => closed[address]).find(Boolean);
      if (refused) return Promise.reject(refused);
      const outcomes = outcomeLog();
      return Promise.resolve({
        execute(request: CqlRequest) {
          requests.push(request);
          const rule = rules.find(([text]) => request.query.includes(text));
          const answer = typeof rule?.[1] === 'function' ? rule[1](request, target) : rule?.[1];
          const coordinator = request.coordinator ?? target.addresses[0] ?? '';
          const failure = answer ?? new CqlError('invalid', `unconfigured table: ${request.query}`);
          outcomes.add({
            at: 0,
            coordinator,
            latencyMs: 1,
            ...(failure instanceof CqlError ? { errorClass: failure.errorClass } : {}),
          });
          return failure instanceof CqlError
            ? Promise.reject(failure)
            : Promise.resolve({ rows: failure, coordinator });
        },
        takeOutcomes: outcomes.take,
        close: () => Promise.resolve(),
      });
    },
  };
  return { ...cql, targets, requests };
}
