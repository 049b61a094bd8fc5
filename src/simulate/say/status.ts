import { groupBy } from '../../model/group-by.ts';
import type { RingStatus, RingStatusRow } from '../../model/readings.ts';
import { decimal, fileSize } from './number.ts';
import { isFrom } from './release.ts';
import { padded, printf, text, widthsOf, type Cells } from './table.ts';

export interface StatusDecorations {
  /** Share by address, 1 = all, `?` without one. By default nodes share their datacenter evenly. */
  readonly owns?: Readonly<Record<string, number>>;
  /** Why no ownership is known: printed last, and every share is `?` then. */
  readonly note?: string;
  /** Token by address, for the layout with one token a node. */
  readonly tokens?: Readonly<Record<string, string>>;
}

interface Layout {
  readonly release: string;
  readonly decorations: StatusDecorations;
  readonly hasTokenColumn: boolean;
}

/** `nodetool status`. Datacenters come in alphabetical order; without tokens the other layout. */
export function sayStatus(
  { rows }: RingStatus,
  release: string,
  decorations: StatusDecorations = {},
): string {
  const hasTokenColumn = rows.every((row) => row.tokens === undefined);
  const layout = { release, decorations, hasTokenColumn };
  const byDc = [...groupBy(rows, (row) => row.dc)].sort(([a], [b]) => (a < b ? -1 : 1));
  const tables = byDc.map(([dc, nodes]) => ({
    dc,
    cells: [headerOf(layout), ...nodes.map((row) => cellsOf(row, nodes, layout))],
  }));
  const print = isFrom(release, 4, 0) ? paddedTables(tables) : printfTables(layout, tables);
  const dcs = tables.map(({ dc, cells }) => `${titleOf(dc)}${print(cells)}`);
  const { note } = decorations;
  const end = note === undefined ? '\n' : `\nNote: ${note}\n`;
  return dcs.join(isFrom(release, 4, 0) ? '\n' : '') + end;
}

function titleOf(dc: string): string {
  const title = `Datacenter: ${dc}`;
  const legend = ['Status=Up/Down', '|/ State=Normal/Leaving/Joining/Moving'];
  return text([title, '='.repeat(title.length), ...legend]);
}

function headerOf({ decorations, hasTokenColumn }: Layout): Cells {
  const owns = decorations.note === undefined ? 'Owns (effective)' : 'Owns';
  return hasTokenColumn
    ? ['--', 'Address', 'Load', owns, 'Host ID', 'Token', 'Rack']
    : ['--', 'Address', 'Load', 'Tokens', owns, 'Host ID', 'Rack'];
}

const liveness = { up: 'U', down: 'D', unknown: '?' } as const;
const states = { normal: 'N', leaving: 'L', joining: 'J', moving: 'M' } as const;

function cellsOf(row: RingStatusRow, dc: readonly RingStatusRow[], layout: Layout): Cells {
  const { release, decorations, hasTokenColumn } = layout;
  const load = row.loadBytes === undefined ? '?' : fileSize(row.loadBytes, release);
  const start = [liveness[row.liveness] + states[row.state], row.address, load];
  const owns = ownsOf(row, dc, decorations);
  const hostId = row.hostId ?? (isFrom(release, 4, 0) ? '' : 'null');
  return hasTokenColumn
    ? [...start, owns, hostId, decorations.tokens?.[row.address] ?? '0', row.rack]
    : [...start, String(row.tokens ?? 0), owns, hostId, row.rack];
}

function ownsOf(
  { address, state }: RingStatusRow,
  dc: readonly RingStatusRow[],
  { owns, note }: StatusDecorations,
): string {
  const even = state === 'joining' ? undefined : 1 / dc.length;
  const share = owns ? owns[address] : even;
  return share === undefined || note !== undefined ? '?' : `${decimal(share * 100, 1)}%`;
}

type Tables = readonly { readonly cells: readonly Cells[] }[];

/** From 4.0 on all datacenters share the widths of their columns. */
function paddedTables(tables: Tables): (cells: readonly Cells[]) => string {
  const widths = widthsOf(tables.flatMap(({ cells }) => cells));
  return (cells) => padded(cells, widths, '  ');
}

/** Up to 3.11 widths are fixed, except that of the address, which its own title may exceed. */
function printfTables(
  { release, decorations, hasTokenColumn }: Layout,
  tables: Tables,
): (cells: readonly Cells[]) => string {
  const nodes = tables.flatMap(({ cells }) => cells.slice(1));
  const address = Math.max(0, ...nodes.map(([, cell = '']) => cell.length));
  const owns = decorations.note === undefined ? 16 : 6;
  const tokens = isFrom(release, 2, 2) ? 11 : 6;
  const widths = hasTokenColumn
    ? [2, address, 9, owns, 36, 39, 0]
    : [2, address, 9, tokens, owns, 36, 0];
  const gapped = (row: Cells) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  return (cells) => text(cells.map((row) => printf([], gapped(row).map(endOf))));
}

function endOf(cell: string, at: number, row: readonly string[]): string {
  return at === row.length - 1 ? cell : `${cell}  `;
}
