import type { Parsed } from '../model/parsed.ts';
import type { RingStatus, RingStatusRow } from '../model/readings.ts';
import { plainAddress } from './plain-address.ts';
import { bytesOf, wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool status`: one table a datacenter, in the layout with vnodes (`Tokens`) or with one
 * token a node (`Token`). Every version closes the last table with a blank line, so a text
 * without it was cut off.
 */
export function parseStatus(text: string): Parsed<RingStatus> {
  return reading(() => {
    const rows: RingStatusRow[] = [];
    let dc: string | undefined;
    let header: string | undefined;
    const lines = linesOf(text);
    for (const line of lines) {
      if (line.startsWith('Datacenter:')) [dc, header] = [line.slice(11).trim(), undefined];
      else if (/^--\s+Address\s/.test(line)) header = line;
      else if (line.trim() === '') header = undefined;
      else if (header !== undefined) rows.push(rowOf(line, header, dc));
    }
    const last = lines.at(-1) ?? '';
    if (rows.length === 0) unreadable(lines[0] ?? '', 'no table of nodes in the text');
    if (header !== undefined) unreadable(last, 'no blank line closes the table: it was cut off');
    return { rows };
  });
}

const start =
  /^(?<liveness>[UD?])(?<state>[NLJM])\s+(?<address>\S+)\s+(?<load>\?|\S+ (?:bytes|[KMGTPE]i?B))\s+(?<rest>.*)$/;
const ownsAndId =
  '(?:(?<owns>\\?|[\\d.,]+%?)\\s+)?(?:(?<hostId>null|\\w{8}(?:-\\w{4}){3}-\\w{12})\\s+)?';
const withTokens = new RegExp(`^(?<tokens>\\d+)\\s+${ownsAndId}(?<rack>.*)$`);
const withToken = new RegExp(`^${ownsAndId}(?<token>\\S+)\\s+(?<rack>.*)$`);

const liveness = { U: 'up', D: 'down', '?': 'unknown' } as const;
const states = { N: 'normal', L: 'leaving', J: 'joining', M: 'moving' } as const;

function rowOf(line: string, header: string, dc: string | undefined): RingStatusRow {
  if (dc === undefined) unreadable(header, 'a table without its Datacenter line');
  const cell = groupsOf(start, line, 'not a row of nodetool status');
  const hasTokens = /\sTokens\s/.test(header);
  const rest = groupsOf(hasTokens ? withTokens : withToken, cell('rest'), 'the row is incomplete');
  const rack = rest('rack').trim();
  // A node that has just joined has an empty rack; its row is still padded up to there.
  if (rack === '' && line.length < header.indexOf('Rack')) {
    unreadable(line, 'the row ends before the rack');
  }
  return {
    liveness: liveness[cell('liveness') as keyof typeof liveness],
    state: states[cell('state') as keyof typeof states],
    address: plainAddress(cell('address')),
    loadBytes: loadOf(cell('load'), line),
    tokens: hasTokens ? wholeOf(rest('tokens'), line) : undefined,
    hostId: hostIdOf(rest('hostId')),
    dc,
    rack,
  };
}

/** Unknown are `?` and the forms in which Java prints a load that is not a number. */
function loadOf(load: string, line: string): number | undefined {
  return /^\d/.test(load) ? bytesOf(load, line) : undefined;
}

function hostIdOf(text: string): string | undefined {
  return text === '' || text === 'null' ? undefined : text.toLowerCase();
}
