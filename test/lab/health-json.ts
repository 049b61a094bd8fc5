import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Ended } from './ringward.ts';

interface Evidence {
  readonly what: string;
  readonly value: number | string | null;
  readonly samples: readonly { readonly at: string; readonly value: number }[];
}

export interface HealthFinding {
  readonly detector: string;
  readonly state: string | null;
  readonly severity: string;
  readonly node: string;
  readonly subject: string | null;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly causes: readonly { readonly id: string; readonly confidence: string }[];
}

/** What the tests read of `health --format json`. */
export interface HealthJson {
  readonly verdict: string;
  readonly exitCode: number;
  readonly windowMs: number;
  readonly looks: number;
  readonly sources: readonly string[];
  readonly nodes: readonly {
    readonly address: string;
    readonly peersSay: string;
    readonly release: string | null;
    readonly via: Readonly<Record<string, string>>;
    readonly upBy: readonly string[];
    readonly downBy: readonly string[];
  }[];
  readonly findings: readonly HealthFinding[];
  readonly missing: readonly {
    readonly node: string;
    readonly source: string;
    readonly why: string;
    readonly detail: string;
  }[];
}

const schema = new URL('../../docs/schema/health-1.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(readFileSync(schema, 'utf8')) as object,
);

/** The one document on stdout; it must be what the published schema says. */
export function healthJson({ out, err }: Ended): HealthJson {
  expect(out, err).not.toBe('');
  const document: unknown = JSON.parse(out);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document as HealthJson;
}

/** Evidence of a finding by its name; fails when there is none. */
export function evidenceOf(finding: HealthFinding | undefined, what: string): Evidence {
  const found = finding?.evidence.find((one) => one.what.startsWith(what));
  if (found) return found;
  throw new Error(`no evidence "${what}" in ${JSON.stringify(finding, undefined, 2)}`);
}
