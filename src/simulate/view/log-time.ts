import type { Instant } from '../../model/instant.ts';

/** As system.log has it. */
export function logTime(at: Instant): string {
  return new Date(at).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
}
