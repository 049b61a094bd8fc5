import { Chalk, type ChalkInstance } from 'chalk';
import type { OpenFinding } from '../model/finding-life.ts';
import { signalIds, type SignalId } from '../model/signal.ts';
import type { Watched, WatchedNode, WatchHead } from '../model/watched.ts';
import { cellWidth, charWidth } from './cell-width.ts';
import { durationText } from './duration.ts';
import { severityColour } from './health-tty.ts';
import type { ReportStyle } from './index.ts';
import { signalStyles } from './signal-text.ts';
import { sparkline } from './sparkline.ts';
import { textTable } from './text-table.ts';
import { headWords, nameOf, statusWords, summaryOf, timesWords, timeText } from './watch-words.ts';
import { fewUnknownLines } from './watch-unknown.ts';

/** The terminal that the board is drawn for. */
export interface BoardStyle extends ReportStyle {
  readonly rows: number;
  readonly charset: 'unicode' | 'ascii';
}

/** So many findings have a key of their own. */
export const mostNumbered = 9;
const closedShown = 3;

/** Nodes and their signals, what is open, what was closed, what is not known; at most `rows` lines of `columns`. */
export function renderBoard(head: WatchHead, watched: Watched, style: BoardStyle): string[] {
  const chalk = new Chalk({ level: style.colorLevel });
  const { open } = watched.lives;
  const findings = openLines(watched, style, chalk);
  const closed = closedLines(watched, style, chalk);
  const unknown = unknownRows(watched, style, chalk);
  const left = style.rows - findings.length - closed.length - unknown.length - 7;
  const lines = [
    chalk.bold(
      cut(`${headWords(head)}; ${timeText(watched.at)} UTC, look ${watched.looks}`, style),
    ),
    cut(statusWords(watched), style),
    '',
    ...nodeLines(watched, Math.max(3, left), style, chalk),
    ...(findings.length > 0 ? ['', ...findings] : []),
    ...(closed.length > 0 ? ['', ...closed] : []),
    ...(unknown.length > 0 ? ['', ...unknown] : []),
  ];
  const keys = [
    ...(open.length > 0 ? ['1-9: explain a finding'] : []),
    ...(unknown.length > 0 ? ['u: all that is not known'] : []),
    'q: end',
  ];
  return [...lines.slice(0, style.rows - 1), chalk.dim(cut(keys.join(', '), style))];
}

/** Nodes with findings first, as far as there is room. */
function nodeLines(
  { nodes, lives }: Watched,
  room: number,
  style: BoardStyle,
  chalk: ChalkInstance,
): readonly string[] {
  const worst = worstByNode(lives.open);
  const isWell = (node: WatchedNode) => node.peersSay === 'up' && !worst.has(node.address);
  const inOrder = [...nodes.filter((node) => !isWell(node)), ...nodes.filter(isWell)];
  const shown = nodes.length <= room ? nodes : inOrder.slice(0, room - 1);
  const table = tableOf(shown, style);
  const more = nodes.length - shown.length;
  return [
    chalk.dim(table[0] ?? ''),
    ...table.slice(1).map((line, i) => colourOf(shown[i], worst, chalk)(line)),
    ...(more > 0 ? [chalk.dim(`and ${more} more nodes`)] : []),
  ];
}

function worstByNode(open: readonly OpenFinding[]): ReadonlyMap<string, OpenFinding['severity']> {
  return new Map(open.toReversed().map(({ finding, severity }) => [finding.node, severity]));
}

function colourOf(
  node: WatchedNode | undefined,
  worst: ReturnType<typeof worstByNode>,
  chalk: ChalkInstance,
): ChalkInstance {
  const severity = worst.get(node?.address ?? '');
  if (severity !== undefined) return severityColour(severity, chalk);
  return node?.peersSay === 'up' ? chalk.reset : chalk.yellow;
}

/** Sparklines as wide as there is room for. */
function tableOf(nodes: readonly WatchedNode[], style: BoardStyle): readonly string[] {
  const tables = [16, 10, 6, 0].map((width) => rowsOf(nodes, width, style.charset));
  for (const rows of tables) {
    const table = textTable(rows, style.columns, rows[0]?.length ?? 0);
    if (table) return table;
  }
  const narrow = tables.at(-1) ?? [];
  return textTable(narrow, style.columns, 1) ?? narrow.map((row) => cut(row[0] ?? '', style));
}

function rowsOf(
  nodes: readonly WatchedNode[],
  sparkWidth: number,
  charset: BoardStyle['charset'],
): readonly (readonly string[])[] {
  const head = ['Node', 'Peers', ...signalIds.map((id) => signalStyles[id].title)];
  const columns = signalIds.map((id) => columnOf(nodes, id, sparkWidth, charset));
  const rows = nodes.map((node, i) => [
    node.address,
    peersText[node.peersSay],
    ...columns.map((cells) => cells[i] ?? ''),
  ]);
  return [head, ...rows];
}

const peersText: Readonly<Record<WatchedNode['peersSay'], string>> = {
  up: 'UP',
  down: 'DOWN',
  absent: 'absent',
  split: 'split',
  unknown: '?',
};

/** Of one signal, for every node: all drawn to one scale. */
function columnOf(
  nodes: readonly WatchedNode[],
  id: SignalId,
  sparkWidth: number,
  charset: BoardStyle['charset'],
): readonly string[] {
  const { text, most } = signalStyles[id];
  const values = nodes.map(({ rings }) => rings[id].newest(Math.max(1, sparkWidth)));
  const texts = values.map((of) => textOf(of.at(-1), text));
  if (sparkWidth === 0) return texts;
  const width = Math.max(...texts.map((one) => one.length));
  const height = most ?? Math.max(0, ...values.flat().map((value) => value ?? 0));
  return values.map(
    (of, i) =>
      `${(texts[i] ?? '').padStart(width)} ${sparkline(of, height, charset).padStart(sparkWidth)}`,
  );
}

function textOf(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? '?' : text(value);
}

function openLines({ at, lives }: Watched, style: BoardStyle, chalk: ChalkInstance) {
  const room = Math.max(1, Math.min(mostNumbered, Math.floor(style.rows / 4)));
  const shown = lives.open.slice(0, room);
  const more = lives.open.length - shown.length;
  return [
    ...shown.flatMap((one, i) => [
      severityColour(
        one.severity,
        chalk,
      )(cut(`${i + 1} ${one.severity.toUpperCase()}  ${nameOf(one)}, ${ageWords(one, at)}`, style)),
      cut(`  ${summaryOf(one.finding)}`, style),
    ]),
    ...(more > 0 ? [chalk.dim(`and ${more} more findings`)] : []),
  ];
}

function unknownRows(watched: Watched, style: BoardStyle, chalk: ChalkInstance) {
  const room = Math.max(1, Math.floor(style.rows / 10));
  return fewUnknownLines(watched, room).map((line) => chalk.yellow(cut(line, style)));
}

function ageWords(one: OpenFinding, at: number): string {
  const { openedAt, notSeenSince } = one;
  const unseen = notSeenSince === undefined ? '' : `, not seen since ${timeText(notSeenSince)}`;
  return `for ${durationText(at - openedAt)}${timesWords(one)}${unseen}`;
}

function closedLines({ lives }: Watched, style: BoardStyle, chalk: ChalkInstance) {
  return lives.closed.slice(0, closedShown).map((one) => {
    const lasted = durationText(one.closedAt - one.openedAt);
    return chalk.dim(
      cut(`closed ${timeText(one.closedAt)}  ${nameOf(one)}, after ${lasted}`, style),
    );
  });
}

/** At most so many columns; what is cut off is marked. */
export function cut(text: string, { columns, charset }: BoardStyle): string {
  if (cellWidth(text) <= columns) return text;
  const mark = charset === 'unicode' ? '…' : '~';
  let line = '';
  let width = 1;
  for (const char of text) {
    width += charWidth(char);
    if (width > columns) break;
    line += char;
  }
  return line + mark;
}
