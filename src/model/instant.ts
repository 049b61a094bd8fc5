/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/** `2026-11-24T19:45:00Z`: whole seconds, for people and for JSON. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
