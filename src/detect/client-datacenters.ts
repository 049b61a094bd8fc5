import { addedCounts, sumOf } from '../model/counts.ts';
import type { Cause, Evidence, Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { percentileMs } from '../model/latencies.ts';
import { placeOf } from '../model/peers-view.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { counted } from '../model/counted.ts';
import { rounded } from './wording.ts';

/** What requests through the coordinators of one datacenter came to. */
export interface DatacenterView {
  readonly dc: string;
  /** Through which requests were made. */
  readonly coordinators: number;
  /** Of them, those with a request that failed. */
  readonly failing: number;
  readonly requests: number;
  readonly failed: number;
  /** Undefined below 100 requests that succeeded. */
  readonly p99Ms: number | undefined;
}

/** Datacenters with requests, in the order of their nodes. */
export function datacenterViews(series: Series): readonly DatacenterView[] {
  const views = addressesOf(series).flatMap((node) => {
    const view = latestValue(series, node, 'client-view');
    if (!view || view.requests === 0) return [];
    const { dc } = placeOf(series, node);
    return dc === undefined ? [] : [{ dc, view }];
  });
  return [...groupBy(views, ({ dc }) => dc)].map(([dc, of]) => {
    const failures = of.map(({ view }) => sumOf(Object.values(view.errors)));
    return {
      dc,
      coordinators: of.length,
      failing: failures.filter((failed) => failed > 0).length,
      requests: sumOf(of.map(({ view }) => view.requests)),
      failed: sumOf(failures),
      p99Ms: percentileMs(addedCounts(of.map(({ view }) => view.latencyTenths)), 0.99),
    };
  });
}

type Told = Pick<Finding, 'evidence' | 'causes' | 'ruledOut'>;

/** What the other datacenters say of failures in one; nothing where there is but one. */
export function byDatacenter(views: readonly DatacenterView[], dc: string | undefined): Told {
  const own = views.find((view) => view.dc === dc);
  if (!own || views.length < 2) return { evidence: [] };
  const evidence = views.map(evidenceOf);
  if (own.failing < own.coordinators) {
    const answering = own.coordinators - own.failing;
    const because = `${answering} of ${counted(own.coordinators, 'coordinator')} of ${own.dc} failed no request`;
    return { evidence, ruledOut: [{ id: 'datacenter', title, because }] };
  }
  const others = views.filter((view) => view !== own);
  const isItsOwn = own.coordinators > 1 && others.every(({ failing }) => failing === 0);
  return isItsOwn ? { evidence, causes: [causeOf(own, others)] } : { evidence };
}

const title = 'what all nodes of the datacenter share: the way there, its network, its load';

function causeOf(own: DatacenterView, others: readonly DatacenterView[]): Cause {
  const quiet = others.map(
    ({ dc, requests }) => `${dc}: 0 of ${counted(requests, 'request')} failed`,
  );
  return {
    id: 'datacenter',
    title,
    confidence: 'likely',
    speaksFor: [
      `requests fail through all ${own.coordinators} coordinators of ${own.dc}`,
      ...quiet,
    ],
    speaksAgainst: [],
  };
}

function evidenceOf(view: DatacenterView): Evidence {
  const { dc, coordinators, failing, requests, failed, p99Ms } = view;
  const latency = p99Ms === undefined ? '' : `, p99 ${rounded(p99Ms)} ms`;
  return {
    what: `datacenter ${dc}`,
    value: `${failed} of ${counted(requests, 'request')} failed, through ${failing} of ${counted(coordinators, 'coordinator')}${latency}`,
  };
}
