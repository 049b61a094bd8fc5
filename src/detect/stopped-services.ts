import type { Finding } from '../model/finding.ts';
import { latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { weigh, type Weighed } from './compaction/causes.ts';
import { isDrained } from './compaction/node-compactions.ts';

/** Why a node that runs is out of the ring or closed to clients, as far as it tells itself (cause S18). */
export function stoppedServices(
  series: Series,
  node: string,
): Pick<Finding, 'causes' | 'ruledOut'> | undefined {
  const info = latestValue(series, node, 'info');
  if (!info || info.nativeTransportActive) return undefined;
  return weigh([failurePolicy(series, node, info.gossipActive), drained(series, node)]);
}

/** ERROR `Stopping transports as disk_failure_policy is stop` (2.1 to 5.0; commit_failure_policy as well). */
const policyWords = /Stopping transports as|(?:disk|commit)_failure_policy is/;

function failurePolicy(series: Series, node: string, gossips: boolean): Weighed {
  const entries = latestValue(series, node, 'log')?.entries;
  const fired = entries?.findLast(({ message }) => policyWords.test(message));
  return {
    id: 'failure-policy',
    title:
      'disk_failure_policy or commit_failure_policy, which stops gossip and clients after an I/O error',
    speaksFor: [
      fired && `its log says at ${fired.time}: ${fired.message}`,
      fired && !gossips ? 'it runs with gossip and native transport off' : undefined,
    ],
    speaksAgainst: [
      gossips ? 'gossip is on, which the policy stops as well' : undefined,
      entries && !fired ? 'the newest lines of its log do not say so' : undefined,
    ],
  };
}

function drained(series: Series, node: string): Weighed {
  const mode = latestValue(series, node, 'netstats')?.mode;
  const says = mode === undefined ? undefined : `its mode is ${mode}`;
  return {
    id: 'drained',
    title: 'it was drained and not stopped',
    speaksFor: [isDrained(mode) ? says : undefined],
    speaksAgainst: [isDrained(mode) ? undefined : says],
  };
}
