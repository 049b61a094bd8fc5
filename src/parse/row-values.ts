import { isCount } from './quantity.ts';
import { unreadable } from './reading.ts';

/** A row as plain data: 64-bit integers and times are numbers, uuids and addresses text. */
export type Row = Readonly<Record<string, unknown>>;

export function textIn(row: Row, column: string): string {
  return optionalText(row, column) ?? unreadable(JSON.stringify(row), `${column} is empty`);
}

export function optionalText(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  return isCount(value) ? value : unreadable(JSON.stringify(row), `${column} is not a number`);
}

export function mapIn(row: Row, column: string): Row {
  const value = row[column];
  return typeof value === 'object' && value !== null
    ? (value as Row)
    : unreadable(JSON.stringify(row), `${column} is not a map`);
}
