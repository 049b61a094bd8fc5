import { findingKey, type Evidence } from '../model/finding.ts';
import { toIso } from '../model/instant.ts';
import type { RecordingOrigin } from '../model/recording.ts';
import type { HealthNode, HealthReport, ReportedFinding } from './health-report.ts';
import type { Unanswered } from '../model/unanswered.ts';
import type { UnfinishedRun } from '../model/unfinished-run.ts';
import { jsonText } from './json-text.ts';
import type { ProbeReport } from './probe-report.ts';

/** One document as docs/schema/health-1.json describes it. Fields are listed one by one. */
export function renderHealthJson(report: HealthReport): string {
  return `${jsonText(
    {
      ...headJson(report),
      nodes: report.nodes.map(nodeJson),
      findings: report.findings.map(findingJson),
      missing: report.missing.map(({ node, source, why, detail }) => ({
        node,
        source,
        why,
        detail,
      })),
      unanswered: report.unanswered.map(unansweredJson),
      notJudged: report.notJudged.map(({ detector, reason }) => ({ detector, reason })),
      next: report.next.map(({ text }) => text),
    },
    2,
  )}\n`;
}

/** The same, one object a line: `report` first, then nodes, findings, what is missing. */
export function renderHealthNdjson(report: HealthReport): string {
  const lines = [
    { type: 'report', ...headJson(report) },
    ...report.nodes.map((one) => ({ type: 'node', ...nodeJson(one) })),
    ...report.findings.map((one) => ({ type: 'finding', ...findingJson(one) })),
    ...report.missing.map((one) => ({ type: 'missing', ...one })),
    ...report.unanswered.map((one) => ({ type: 'unanswered', ...unansweredJson(one) })),
    ...report.notJudged.map((one) => ({ type: 'not-judged', ...one })),
    ...report.next.map(({ text }) => ({ type: 'next', text })),
  ];
  return lines.map((line) => `${jsonText(line)}\n`).join('');
}

function unansweredJson({ node, source, looks, of, at, why, detail }: Unanswered) {
  return { node, source, looks, of, lastAt: toIso(at), why, detail };
}

function headJson(report: HealthReport) {
  const { set, ...values } = report.limits;
  return {
    ...verdictJson(report),
    windowMs: report.windowMs,
    looks: report.looks,
    ...(report.recording ? { recording: recordingJson(report.recording) } : {}),
    ...(report.run ? { run: runJson(report.run) } : {}),
    sources: report.sources,
    limits: { set, values },
  };
}

/** Of whom, by whom, and what it comes to. */
export function verdictJson(report: HealthReport | ProbeReport) {
  return {
    format: report.format,
    tool: { name: 'ringward', version: report.toolVersion },
    at: toIso(report.at),
    cluster: report.cluster,
    verdict: report.verdict,
    exitCode: report.exitCode,
    failOn: report.failOn,
  };
}

function recordingJson({ from, until, isCutOff }: RecordingOrigin) {
  return { from: toIso(from), until: toIso(until), cutOff: isCutOff };
}

function runJson({ runId, text, next }: UnfinishedRun) {
  return { id: runId, text, next };
}

/** What nobody said is null. */
function nodeJson(node: HealthNode) {
  return {
    address: node.address,
    peersSay: node.peersSay,
    upBy: node.upBy,
    downBy: node.downBy,
    unsureBy: node.unsureBy,
    state: node.state ?? null,
    dc: node.dc ?? null,
    rack: node.rack ?? null,
    hostId: node.hostId ?? null,
    release: node.release ?? null,
    loadBytes: node.loadBytes ?? null,
    tokens: node.tokens ?? null,
    via: node.via,
    noJmx: node.noJmx ?? null,
  };
}

export function findingJson(finding: ReportedFinding) {
  return {
    key: findingKey(finding),
    detector: finding.detector,
    state: finding.state ?? null,
    severity: finding.severity,
    node: finding.node,
    subject: finding.subject ?? null,
    summary: finding.summary,
    evidence: finding.evidence.map(evidenceJson),
    causes: (finding.causes ?? []).map((cause) => ({
      id: cause.id,
      title: cause.title,
      confidence: cause.confidence,
      for: cause.speaksFor,
      against: cause.speaksAgainst,
    })),
    ruledOut: (finding.ruledOut ?? []).map(({ id, title, because }) => ({ id, title, because })),
    advice: finding.advice.map(({ text }) => text),
  };
}

function evidenceJson({ what, value, unit, limit, samples }: Evidence) {
  return {
    what,
    value: value ?? null,
    unit: unit ?? null,
    limit: limit ?? null,
    samples: (samples ?? []).map((one) => ({ at: toIso(one.at), value: one.value })),
  };
}
