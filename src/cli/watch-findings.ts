import type { Finding } from '../model/finding.ts';
import { partAbout, type FindingPage } from '../model/explained.ts';
import type { Inventory } from '../model/inventory.ts';
import { toReported, type ReportedFinding } from '../report/health-report.ts';

/** A finding with its advice as the operator can type it. */
export type Reported = (finding: Finding) => ReportedFinding;

export function reportedBy({ nodes }: Inventory, inventory: string | undefined): Reported {
  const known = new Map(nodes.map((node) => [node.address, node]));
  return (finding) => toReported(finding, (address) => known.get(address), inventory);
}

/** What the docs say of a finding: the part about its state, else the whole page. */
export function pageOf(pages: readonly FindingPage[], { detector, state }: Finding): string {
  const page = pages.find(({ id }) => id === detector);
  if (!page) return '';
  return (state === undefined ? undefined : partAbout(page, state)) ?? page.markdown;
}
