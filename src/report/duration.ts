/** `850 ms`, `14.2 s`, `1 min 28 s`, `2 h 5 min`: as precise as a person needs. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** `after 14.2 s`; nothing at all took no time. */
export function afterText(ms: number): string {
  return ms === 0 ? 'at once' : `after ${durationText(ms)}`;
}
