import { findingKey, isAtLeast, type Finding, type Undecided } from '../model/finding.ts';
import type { Gate, GateView } from '../model/gate.ts';
import { pass, wait } from './verdict.ts';

/**
 * Warnings and critical findings hold the roll. Those it is meant to cure do not, while they were
 * there when the plan was made and are on a node not yet done; new ones, and any on done nodes, do.
 */
export const noHoldingFindings: Gate = {
  id: 'no-holding-findings',
  title: 'no finding that holds a roll',
  needs: [],
  needsFindings: true,
  judge(view) {
    const serious = view.findings.filter((finding) => isAtLeast(finding.severity, 'warning'));
    const holding = serious.filter((finding) => !isToBeCured(finding, view));
    const first = holding.find((finding) => finding.severity === 'critical') ?? holding[0];
    if (first) return wait(describe(first, holding.length));
    const missing = view.missing.filter(({ why }) => why !== 'unsupported');
    const [unseen] = missing;
    if (unseen) {
      const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : '';
      return wait(
        `${unseen.source} of ${unseen.node} is missing, ${unseen.why}: ${unseen.detail}${more}`,
      );
    }
    const open = view.undecided.find((one) => one.isUsual !== true && !isToBeCured(one, view));
    if (open) return wait(`${open.what} on ${open.node}: looked at until more is known`);
    return pass(noteOf(view, serious.length));
  },
};

function isToBeCured(finding: Undecided | Finding, view: GateView): boolean {
  return (
    view.cures.includes(finding.detector) &&
    view.baseline.includes(findingKey(finding)) &&
    view.members.includes(finding.node) &&
    !view.done.includes(finding.node)
  );
}

function describe(finding: Finding, count: number): string {
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${finding.severity} on ${finding.node}: ${finding.summary}${more}`;
}

function noteOf(view: GateView, curedCount: number): string {
  const { watchedCount, members } = view;
  const unsupported = view.missing.map(({ source, node }) => `${source} of ${node}`);
  const notes = [
    curedCount > 0 ? `${curedCount} findings that this roll is meant to cure` : 'no finding',
    ...(watchedCount === undefined
      ? []
      : [`looked for on ${watchedCount} of ${members.length} nodes`]),
    ...(unsupported.length > 0 ? [`not offered by this version: ${unsupported.join(', ')}`] : []),
  ];
  return notes.join('; ');
}
