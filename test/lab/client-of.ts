import { Client } from 'cassandra-driver';

/** A client of one node of a lab without passwords, for as long as the work takes. */
export async function clientOf<T>(
  address: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ contactPoints: [address], localDataCenter: 'dc1' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.shutdown();
  }
}
