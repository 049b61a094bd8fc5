import type { Evidence } from '../model/finding.ts';

/** `pending: 5, limit 2 (7 samples over 60 s: 1 2 2 3 4 5 5)` */
export function evidenceText({ what, value, unit, limit, samples }: Evidence): string {
  const number = [value, unit].filter((part) => part !== undefined).join(' ');
  const parts = [
    ...(value === undefined ? [] : [number]),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
  ].join(', ');
  return `${what}: ${[parts, samplesText(samples, value === undefined ? unit : undefined)]
    .filter((part) => part !== '')
    .join(' ')}`;
}

const mostSamples = 8;

function samplesText(samples: Evidence['samples'], unit: string | undefined): string {
  const [first, last] = [samples?.[0], samples?.at(-1)];
  if (!samples || !first || !last || samples.length < 2) return '';
  const seconds = Math.round((last.at - first.at) / 1000);
  const values = valuesText(samples.map((one) => one.value));
  return `(${samples.length} samples over ${seconds} s: ${values}${unit ? ` ${unit}` : ''})`;
}

/** Of many, the first and the last ones. */
function valuesText(values: readonly number[]): string {
  if (values.every((value) => value === values[0])) return `always ${values[0] ?? ''}`;
  if (values.length <= mostSamples) return values.join(' ');
  const half = mostSamples / 2;
  return [...values.slice(0, half), '…', ...values.slice(-half)].join(' ');
}
