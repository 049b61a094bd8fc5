import { findingKey, isAtLeast, type Finding, type Undecided } from '../model/finding.ts';
import type { Gate, GateView } from '../model/gate.ts';
import { downBeside } from './allowed-down.ts';
import { pass, wait } from './verdict.ts';

/**
 * Warnings and critical findings hold the roll. Those it is meant to cure do not, while they were
 * there when the plan was made and are on a node not yet done; nor does what is set so, on any node, if it
 * was when the plan was made, nor what is on a node that may be down. New ones do, and any other on done nodes.
 */
export const noHoldingFindings: Gate = {
  id: 'no-holding-findings',
  title: 'no finding that holds a roll',
  needs: [],
  needsFindings: true,
  judge(view) {
    const { excused } = downBeside(view);
    const serious = view.findings.filter(
      ({ node, severity }) => isAtLeast(severity, 'warning') && !excused.has(node),
    );
    const standing = serious.filter((finding) => isSetBefore(finding, view));
    const others = serious.filter((finding) => !isSetBefore(finding, view));
    const holding = others.filter((finding) => !isToBeCured(finding, view));
    const first = holding.find((finding) => finding.severity === 'critical') ?? holding[0];
    if (first) return wait(describe(first, holding.length) + lateText(first, view));
    const missing = view.missing.filter(
      ({ node, why }) => why !== 'unsupported' && !excused.has(node),
    );
    const [unseen] = missing;
    if (unseen) {
      const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : '';
      return wait(
        `${unseen.source} of ${unseen.node} is missing, ${unseen.why}: ${unseen.detail}${more}`,
      );
    }
    const open = view.undecided.find((one) => one.isUsual !== true && !isToBeCured(one, view));
    if (open) return wait(`${open.what} on ${open.node}: looked at until more is known`);
    return pass(noteOf(view, others.length, standing.length));
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

/** No roll changes it, so on a node that is done it is as it was. */
function isSetBefore(finding: Finding, view: GateView): boolean {
  return finding.isConfiguration === true && view.baseline.includes(findingKey(finding));
}

function describe(finding: Finding, count: number): string {
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${finding.severity} on ${finding.node}: ${finding.summary}${more}`;
}

/** It would not hold a roll whose plan knows of it. */
function lateText(finding: Finding, { cures, done, baseline }: GateView): string {
  const isKnown = baseline.includes(findingKey(finding)) || done.includes(finding.node);
  if (isKnown || !cures.includes(finding.detector)) return '';
  return '; begun after the plan was made, a new one takes it in';
}

function noteOf(view: GateView, curedCount: number, standingCount: number): string {
  const { watchedCount, members } = view;
  const unsupported = view.missing.map(({ source, node }) => `${source} of ${node}`);
  const notes = [
    curedCount > 0 ? `${curedCount} findings that this roll is meant to cure` : 'no finding',
    ...(standingCount > 0 ? [`${standingCount} of settings that the plan warned of`] : []),
    ...(watchedCount === undefined
      ? []
      : [`looked for on ${watchedCount} of ${members.length} nodes`]),
    ...(unsupported.length > 0 ? [`not offered by this version: ${unsupported.join(', ')}`] : []),
  ];
  return notes.join('; ');
}
