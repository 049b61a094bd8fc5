import { Chalk } from 'chalk';
import { renderHealthJson, renderHealthNdjson } from './health-json.ts';
import { renderHealthMarkdown } from './health-markdown.ts';
import type { HealthReport } from './health-report.ts';
import { renderHealthTty } from './health-tty.ts';
import { renderProbeJson } from './probe-json.ts';
import { renderProbeMarkdown } from './probe-markdown.ts';
import type { ProbeReport } from './probe-report.ts';
import { renderProbeTty } from './probe-tty.ts';

/** What a rendering may need to know of the terminal. */
export interface ReportStyle {
  readonly columns: number;
  readonly colorLevel: 0 | 1 | 2 | 3;
}

export type HealthFormat = 'tty' | 'json' | 'ndjson' | 'markdown';
export type RenderHealth = (report: HealthReport, style: ReportStyle) => string;

/** Formats of `ringward health --format`, by name. */
export const healthFormats: Readonly<Record<HealthFormat, RenderHealth>> = {
  tty: (report, { columns, colorLevel }) =>
    renderHealthTty(report, columns, new Chalk({ level: colorLevel })),
  json: renderHealthJson,
  ndjson: renderHealthNdjson,
  markdown: renderHealthMarkdown,
};

export type ProbeFormat = 'tty' | 'json' | 'markdown';
export type RenderProbe = (report: ProbeReport, style: ReportStyle) => string;

/** Formats of `ringward probe --format`, by name. */
export const probeFormats: Readonly<Record<ProbeFormat, RenderProbe>> = {
  tty: (report, { columns, colorLevel }) =>
    renderProbeTty(report, columns, new Chalk({ level: colorLevel })),
  json: renderProbeJson,
  markdown: renderProbeMarkdown,
};
