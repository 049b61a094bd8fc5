import type { CqlTls } from '../ports/cql.ts';

/** For node:tls, and for the driver, which hands them to it. */
export function tlsOptions(tls: CqlTls) {
  return {
    ca: [tls.ca],
    rejectUnauthorized: true,
    ...(tls.cert ? { cert: tls.cert } : {}),
    ...(tls.key ? { key: tls.key } : {}),
    // Without it the certificate is checked against the address that is connected to.
    ...(tls.serverName ? { servername: tls.serverName } : {}),
  };
}
