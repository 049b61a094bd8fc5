/** `nodetool version` */
export function sayVersion(release: string): string {
  return `ReleaseVersion: ${release}\n`;
}
