import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modeNormal } from '../../src/gates/mode-normal.ts';
import { peersUp } from '../../src/gates/peers-up.ts';
import { rpcReady } from '../../src/gates/rpc-ready.ts';
import { schemaAgreement } from '../../src/gates/schema-agreement.ts';
import { seenUpByPeers } from '../../src/gates/seen-up-by-peers.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Parsed } from '../../src/model/parsed.ts';
import type { RingStatusRow } from '../../src/model/readings.ts';
import { parseGossipInfo } from '../../src/parse/gossipinfo.ts';
import { parseNetstats } from '../../src/parse/netstats.ts';
import { parseStatus } from '../../src/parse/status.ts';
import { healthyView, localOf, seen } from './healthy-view.ts';

const root = new URL('../fixtures/nodetool/', import.meta.url);
const versions = readdirSync(root);

function recorded<T>(file: string, parse: (text: string) => Parsed<T>): T {
  const parsed = parse(readFileSync(new URL(file, root), 'utf8'));
  if (parsed.kind === 'parsed') return parsed.value;
  throw new Error(`${file}: ${parsed.why}: ${parsed.line}`);
}

/** A cluster in which every node says what one real node said; the subject is a row of its ring. */
function recordedView(
  version: string,
  situation: string,
  isSubject: (row: RingStatusRow) => boolean,
): GateView {
  const status = recorded(`${version}/status${situation}.txt`, parseStatus);
  const subject = status.rows.find(isSubject);
  if (!subject) throw new Error(`no such node in the status of ${version}`);
  const gossip = recorded(`${version}/gossipinfo${situation}.txt`, parseGossipInfo);
  const sources = {
    status: seen(status),
    gossipinfo: seen(gossip),
    netstats: seen(recorded(`${version}/netstats${situation}.txt`, parseNetstats)),
  };
  /** A node that is up says through CQL what the others have heard of it. */
  const sourcesOf = (member: RingStatusRow) => {
    const heard = gossip.endpoints.find(({ address }) => address === member.address);
    if (member.liveness !== 'up') return sources;
    const { schema: schemaVersion = '', releaseVersion = '' } = heard ?? {};
    const local = { ...localOf(member.address), schemaVersion, releaseVersion };
    return { ...sources, 'cql-local': seen(local) };
  };
  const members = status.rows.map(({ address }) => address);
  const { address, dc, rack, hostId = '', tokens = 1 } = subject;
  return {
    ...healthyView,
    snapshot: {
      at: 0,
      nodes: status.rows.map((row) => ({ address: row.address, sources: sourcesOf(row) })),
    },
    members,
    subject: { address, dc, rack, hostId, tokenCount: tokens, generationBefore: 1 },
  };
}

const sizeOf = (version: string) => recorded(`${version}/status.txt`, parseStatus).rows.length;
const clusters = versions.filter((version) => sizeOf(version) > 1);
const singles = versions.filter((version) => sizeOf(version) === 1);

test('clusters of more than one node were recorded', () => {
  expect(clusters.length).toBeGreaterThan(0);
});

test.each(clusters)('%s: what a healthy node really says passes', (version) => {
  const view = recordedView(version, '', () => true);
  for (const gate of [peersUp, schemaAgreement, seenUpByPeers, rpcReady, modeNormal]) {
    expect(gate.judge(view), gate.id).toMatchObject({ kind: 'pass' });
  }
});

test.each(singles)('%s: a cluster of one is never rolled, however healthy', (version) => {
  const view = recordedView(version, '', () => true);
  expect(modeNormal.judge(view).kind).toBe('pass');
  expect(peersUp.judge(view).kind).toBe('refuse');
  for (const gate of [schemaAgreement, seenUpByPeers, rpcReady]) {
    expect(gate.judge(view), gate.id).toMatchObject({ kind: 'wait' });
  }
});

const withOneDown = versions.filter((version) =>
  existsSync(new URL(`${version}/status--one-node-down.txt`, root)),
);

test('a node that is down was recorded', () => {
  expect(withOneDown.length).toBeGreaterThan(0);
});

test.each(withOneDown)('%s: with another node down nothing is stopped', (version) => {
  const view = recordedView(version, '--one-node-down', ({ liveness }) => liveness === 'up');
  expect(peersUp.judge(view)).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/is not up in \d of \d views/) as string,
  });
  expect(schemaAgreement.judge(view)).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/^system.local of .* is missing/) as string,
  });
});

test.each(withOneDown)('%s: a node that is down is not back', (version) => {
  const view = recordedView(version, '--one-node-down', ({ liveness }) => liveness === 'down');
  expect(seenUpByPeers.judge(view)).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/down and normal/) as string,
  });
});
