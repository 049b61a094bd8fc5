/** `uname -n` */
export function sayHostName(host: string): string {
  return `${host}\n`;
}
