import type { Instant } from '../model/instant.ts';
import type { RecordedInventory } from '../model/recording.ts';
import type { CqlErrorClass, CqlRow } from '../ports/cql.ts';
import type { JmxQuestion } from '../ports/around-jmx.ts';
import type { JmxErrorKind } from '../ports/jmx.ts';
import type { CommandResult } from '../ports/runner.ts';
import type { Json } from './jmx-json.ts';

/**
 * Bumped when an older Ringward could misread a newer recording, or a newer one would miss what an older one
 * recorded: up to 2 a machine was asked file by file.
 */
export const recordingFormat = 3;

/** The first line of a recording: what it is of. */
export interface RecordingHead {
  readonly format: typeof recordingFormat;
  readonly kind: 'ringward-recording';
  readonly toolVersion: string;
  readonly at: Instant;
  /** How long it was to watch. */
  readonly forMs: number;
  readonly inventory: RecordedInventory;
}

/** When somebody asked, and how long the answer took. */
export interface Asked {
  readonly at: Instant;
  readonly ms: number;
}

export interface RunAnswer extends Asked {
  readonly kind: 'run';
  /** Empty: the machine that runs Ringward. */
  readonly node: string;
  /** nodetool in its plain form: how it is really called may name what is nobody's business. */
  readonly argv: readonly string[];
  readonly result: CommandResult;
}

export interface ConnectAnswer extends Asked {
  readonly kind: 'connect';
  readonly address: string;
  readonly error?: RecordedCqlError;
}

/** Parameters are not kept. */
export interface QueryAnswer extends Asked {
  readonly kind: 'query';
  readonly address: string;
  readonly query: string;
  readonly coordinator: string;
  readonly rows?: readonly CqlRow[];
  readonly error?: RecordedCqlError;
}

export interface BeanAnswer extends Asked {
  readonly kind: 'bean';
  readonly node: string;
  readonly question: JmxQuestion;
  readonly value?: Json;
  readonly error?: RecordedJmxError;
}

export interface RecordedJmxError {
  readonly kind: JmxErrorKind;
  readonly message: string;
  /** Class of the exception that the node threw. */
  readonly remoteClass?: string;
}

export interface RecordedCqlError {
  readonly errorClass: CqlErrorClass;
  readonly message: string;
}

/** A look at all nodes was over. */
export interface LookMark {
  readonly kind: 'look';
  readonly at: Instant;
  readonly begunAt: Instant;
  /** What is dear was asked, too; absent: it was not, save at the first and the last look. */
  readonly asksEnds?: true;
}

/** Nothing was cut off. */
export interface EndMark {
  readonly kind: 'end';
  readonly at: Instant;
}

/** Takes what came back. */
export type Keep = (line: RecordingLine) => void;

export type RecordingLine =
  RunAnswer | ConnectAnswer | QueryAnswer | BeanAnswer | LookMark | EndMark;

/** What was kept, in the order in which it was over. */
export interface Recording {
  readonly head: RecordingHead;
  readonly lines: readonly RecordingLine[];
}

/** One JSON object a line. */
export function lineOf(value: RecordingHead | RecordingLine): string {
  return `${JSON.stringify(value)}\n`;
}

export function isComplete({ lines }: Recording): boolean {
  return lines.at(-1)?.kind === 'end';
}

/** Looks that were over, with the instants at which they began. */
export function looksIn({ lines }: Recording): readonly LookMark[] {
  return lines.filter((line) => line.kind === 'look');
}

/** In whose place the inventory may have anything. */
export const plainLog: readonly string[] = ['log'];

/** In whose place the inventory may have anything. */
export function plainNodetool(address: string): readonly string[] {
  return ['nodetool', '-h', address];
}
