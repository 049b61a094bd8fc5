import { expect, test } from 'vitest';
import type { Finding, Severity } from '../../src/model/finding.ts';
import { liveOn, noLives, type Lives } from '../../src/model/finding-life.ts';

const stuck: Finding = {
  detector: 'stalled-compaction',
  state: 'STUCK',
  severity: 'critical',
  node: '10.0.0.1',
  subject: 'app.events',
  summary: 'stands still',
  evidence: [],
  advice: [],
};
const spike: Finding = { ...stuck, detector: 'io-spike', state: 'SPIKE', severity: 'warning' };

/** What one look comes to: found, not there, or not to be judged. */
type Look = 'found' | 'calm' | 'blind' | Severity;

/** Looks 10 s apart; what was told, with the second. */
function told(looks: readonly Look[], before: Lives = noLives) {
  let lives = before;
  const events = looks.flatMap((look, i) => {
    const isFound = look !== 'calm' && look !== 'blind';
    const severity = look === 'found' || !isFound ? 'critical' : look;
    const next = liveOn(lives, {
      at: i * 10_000,
      findings: isFound ? [{ ...stuck, severity }] : [],
      isJudged: () => look !== 'blind',
    });
    lives = next.lives;
    return next.events.map(({ kind, at }) => `${kind} ${at / 1_000}`);
  });
  return { events, lives };
}

test('opens at once, and keeps since when', () => {
  const { events, lives } = told(['calm', 'found', 'found', 'found']);
  expect(events).toEqual(['opened 10']);
  expect(lives.open).toMatchObject([{ openedAt: 10_000, severity: 'critical', times: 1 }]);
});

test('closes after three looks that could judge it and did not find it', () => {
  const { events, lives } = told(['found', 'calm', 'calm', 'calm', 'calm']);
  expect(events).toEqual(['opened 0', 'closed 30']);
  expect(lives).toMatchObject({ open: [], closed: [{ openedAt: 0, closedAt: 30_000 }] });
});

test('what is gone for two looks and back is one and the same finding', () => {
  const { events } = told(['found', 'calm', 'calm', 'found', 'calm', 'calm', 'found']);
  expect(events).toEqual(['opened 0']);
});

test('what opens again is told with how often', () => {
  const { events, lives } = told(['found', 'calm', 'calm', 'calm', 'found']);
  expect(events).toEqual(['opened 0', 'closed 30', 'opened 40']);
  expect(lives.open).toMatchObject([{ openedAt: 40_000, times: 2 }]);
});

test('without what it is judged by it neither closes nor goes on as if it were seen', () => {
  const { events, lives } = told(['found', 'blind', 'blind', 'blind', 'blind', 'blind']);
  expect(events).toEqual(['opened 0', 'not-seen 30']);
  expect(lives.open).toMatchObject([{ notSeenSince: 10_000 }]);
});

test('one answer that does not come is not told, and starts the calm looks anew', () => {
  const { events } = told(['found', 'calm', 'calm', 'blind', 'calm', 'calm', 'calm']);
  expect(events).toEqual(['opened 0', 'closed 60']);
});

test('seen again after it was told that it is not', () => {
  const { events, lives } = told(['found', 'blind', 'blind', 'blind', 'found', 'found']);
  expect(events).toEqual(['opened 0', 'not-seen 30', 'seen-again 40']);
  expect(lives.open).toMatchObject([{ notSeenSince: undefined }]);
});

test('worse counts at once, better when it lasts', () => {
  const { events, lives } = told(['warning', 'critical', 'warning', 'critical', 'found']);
  expect(events).toEqual(['opened 0', 'changed 10']);
  expect(lives.open).toMatchObject([{ severity: 'critical', worst: 'critical' }]);
  const better = told(['critical', 'info', 'info', 'info', 'info']);
  expect(better.events).toEqual(['opened 0', 'changed 30']);
  expect(better.lives.open).toMatchObject([{ severity: 'info', worst: 'critical' }]);
});

test('the worst stands first, of the same the oldest', () => {
  const first = liveOn(noLives, { at: 0, findings: [spike], isJudged: () => true });
  const { lives } = liveOn(first.lives, {
    at: 1,
    findings: [{ ...spike, node: '10.0.0.2' }, spike, stuck],
    isJudged: () => true,
  });
  expect(lives.open.map(({ finding }) => `${finding.severity} ${finding.node}`)).toEqual([
    'critical 10.0.0.1',
    'warning 10.0.0.1',
    'warning 10.0.0.2',
  ]);
});

test('of what was closed only the newest few are kept', () => {
  let lives = noLives;
  for (let at = 0; at < 400; at += 1) {
    const findings = at % 4 === 0 ? [{ ...stuck, subject: `task ${at}` }] : [];
    lives = liveOn(lives, { at, findings, isJudged: () => true }).lives;
  }
  expect(lives.closed).toHaveLength(20);
  expect(lives.closed[0]?.finding.subject).toBe('task 396');
  expect(lives.open).toHaveLength(0);
});
