import type { Parsed } from '../model/parsed.ts';
import type { CompactionStats, CompactionTask } from '../model/readings.ts';
import { cutAt, type Cells } from './columns.ts';
import { bytesOf, wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/** `nodetool compactionstats`: up to 4.1 in paragraphs, from 5.0 on as one padded table. */
export function parseCompactionStats(text: string): Parsed<CompactionStats> {
  return reading(() => {
    const lines = linesOf(text);
    const start = lines.findIndex((line) => /^(pending tasks:|concurrent compactors\s)/.test(line));
    const body = lines.slice(start);
    const first = body[0] ?? '';
    if (start < 0) unreadable(lines[0] ?? '', 'neither "pending tasks:" nor the table of 5.0');
    return first.startsWith('pending tasks:') ? inParagraphs(body) : inOneTable(body);
  });
}

const header = /^\s*(?:id\s+)?compaction type\s+keyspace\s+table\s+completed\s+total\s+unit\s/;

/**
 * 2.1 to 4.1. With running tasks the remaining time comes last. Without, 3.11 and later close
 * with a blank line; pending tasks with neither may be the head of a longer text.
 */
function inParagraphs(lines: readonly string[]): CompactionStats {
  const pending = groupsOf(/^pending tasks:\s*(?<count>\d+)\s*$/, lines[0] ?? '', 'no count');
  const pendingTasks = wholeOf(pending('count'), lines[0] ?? '');
  const rest = lines.slice(1).filter((line) => !/^- \S+: \d+\s*$/.test(line));
  const table = rest.filter((line) => line.trim() !== '');
  const [first] = table;
  if (first !== undefined) return { pendingTasks, active: tasksOf(table) };
  if (rest.length === 0 && pendingTasks > 0) {
    unreadable(lines.at(-1) ?? '', 'neither tasks nor a closing blank line: it was cut off');
  }
  return { pendingTasks, active: [] };
}

/** 5.0 and later: labels, counts and tasks share their columns. */
function inOneTable(lines: readonly string[]): CompactionStats {
  const pendingLine = lines.find((line) => line.startsWith('pending tasks ')) ?? '';
  const pending = groupsOf(/^pending tasks\s+(?<count>\d+)\s*$/, pendingLine, 'no pending tasks');
  const pendingTasks = wholeOf(pending('count'), pendingLine);
  const at = lines.findIndex((line) => header.test(line));
  if (at >= 0) return { pendingTasks, active: tasksOf(lines.slice(at)) };
  const last = lines.at(-1) ?? '';
  if (!lines.some((line) => /^compaction throughput \(MiB\/s\)\s/.test(line))) {
    unreadable(last, 'no compaction throughput: it was cut off');
  }
  // Rows are padded to the longest one. If that one is not here, the tasks have been cut off.
  const width = lines[0]?.length ?? 0;
  if (!lines.some((line) => line.trimEnd().length >= width)) {
    unreadable(last, 'the rows are padded for a table of tasks that is not there');
  }
  return { pendingTasks, active: [] };
}

/** Header, tasks, remaining time. */
function tasksOf(lines: readonly string[]): readonly CompactionTask[] {
  const [head = '', ...below] = lines;
  if (!header.test(head)) unreadable(head, 'not the header of the tasks');
  const end = below.findIndex((line) => /^active compaction remaining time/i.test(line));
  if (end < 0) unreadable(below.at(-1) ?? head, 'no remaining time: it was cut off');
  const hasId = /^\s*id\s/.test(head);
  const columns = [
    'compaction type',
    'keyspace',
    'table',
    'completed',
    'total',
    'unit',
    'progress',
  ];
  const cut = cutAt(head, hasId ? ['id', ...columns] : columns);
  return below.slice(0, end).map((line) => taskOf(cut(line), line));
}

function taskOf(cell: Cells, line: string): CompactionTask {
  if (cell('compaction type') === '' || cell('unit') === '') unreadable(line, 'no type or unit');
  return {
    id: /^[\da-f-]{36}$/i.test(cell('id')) ? cell('id').toLowerCase() : undefined,
    kind: cell('compaction type').toLowerCase(),
    keyspace: nameOf(cell('keyspace')),
    table: nameOf(cell('table')),
    completed: amountOf(cell('completed'), line),
    total: amountOf(cell('total'), line),
    unit: cell('unit'),
  };
}

/** Tasks without a table (cache saves) have none; `*` is what virtual tables say then. */
function nameOf(text: string): string {
  return text === '' || text === 'null' ? '*' : text;
}

/** A plain number, or with -H a size. */
function amountOf(text: string, line: string): number {
  return text.includes(' ') ? bytesOf(text, line) : wholeOf(text, line);
}
