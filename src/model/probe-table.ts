/** Ringward's own: made by `probe --create-keyspace`, written by it and by the gate `write-read` (docs/probe.md). */
export const probeKeyspace = 'ringward_probe';
export const probeTable = `${probeKeyspace}.canary`;
