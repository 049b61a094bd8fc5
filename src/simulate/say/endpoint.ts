/** `10.0.0.1:7000`, `[2a05:0:0:0:0:0:0:1]:7000` */
export function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
