import { printable } from '../model/printable.ts';
import type { RollReport } from './roll-report.ts';

/** A request that did not succeed at once, as a client reports it. */
export interface Retried {
  /** ISO time of its first error. */
  readonly at: string;
  readonly operation: string;
  readonly errors: readonly { readonly error: string; readonly coordinator: string | null }[];
  readonly succeeded: boolean;
}

/** One line a retried request: when, what, through whom, and which node was where in its restart. */
export function retryLines(retries: readonly Retried[], report: RollReport): string {
  return retries
    .map((retry) => {
      const [first] = retry.errors;
      const error = `${first?.error ?? 'error'} by ${first?.coordinator ?? 'no coordinator'}`;
      const end = retry.succeeded ? `succeeded at attempt ${retry.errors.length + 1}` : 'failed';
      const time = retry.at.slice(11, 19);
      return `  ${time}  ${retry.operation}: ${printable(error)}, ${end}; ${whereWas(report, Date.parse(retry.at))}\n`;
    })
    .join('');
}

/** Steps of all nodes at that moment; times of clients and journal are of one clock. */
function whereWas(report: RollReport, at: number): string {
  const steps = report.nodes.flatMap((node) =>
    node.steps
      // Clients state whole seconds.
      .filter((step) => step.startedAt - 1_000 <= at && at <= (step.endedAt ?? Infinity))
      .map((step) => `${node.address} was in ${step.kind}`),
  );
  return steps.length === 0 ? 'no node was in a step' : steps.join(', ');
}
