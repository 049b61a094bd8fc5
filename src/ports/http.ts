import type { CqlTls } from './cql.ts';

/** One GET. Secrets are in `headers` alone: neither URL nor answer is to hold any. */
export interface HttpRequest {
  /** `http:` or `https:`, without user and password. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: CqlTls;
  /** From the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** A redirect is an answer like any other: none is followed. */
export type HttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'cancelled' }
  /** The reason names no more than what was connected to. */
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface Http {
  /** Never throws. */
  get(request: HttpRequest): Promise<HttpAnswer>;
}
