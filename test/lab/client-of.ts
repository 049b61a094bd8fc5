import { Client, policies } from 'cassandra-driver';
import { shutDown } from '../../src/adapters/driver-shutdown.ts';

/** A client of one node of a lab without passwords, and of no other, for as long as the work takes. */
export async function clientOf<T>(
  address: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;
  const client = new Client({
    contactPoints: [address],
    localDataCenter: 'dc1',
    policies: { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [`${address}:9042`]) },
  });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await shutDown(client);
  }
}
