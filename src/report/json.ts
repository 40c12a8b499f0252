import { optional } from '../base/optional.ts';
import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis, SlopeSummary } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import type { Exporter, ReportAnalysis } from '../model/report.ts';
import { runFormatVersion } from '../model/run.ts';
import { historyDocument } from './history-json.ts';

/**
 * `summary.json`: cases, slopes, findings and methods of a run, or of each of several. Keys come in a fixed order and numbers in full precision, so the same
 * run folder gives the same bytes; numbers for people go through `formatValue` from the same values.
 */
export const jsonExporter: Exporter = {
  id: 'json',
  export(report) {
    return Promise.resolve([{ path: 'summary.json', content: summaryJson(report) }]);
  },
};

/** The content of `summary.json`. */
export function summaryJson(report: ReportAnalysis): string {
  return `${JSON.stringify(reportDocument(report), undefined, 2)}\n`;
}

/** One run has the document of its summaries; several have one each, and what is said of them together. */
function reportDocument(report: ReportAnalysis): Readonly<Record<string, unknown>> {
  const { title, authors, runs, comparison, history, hostDifferences, findings } = report;
  const [first, ...others] = runs;
  if (first !== undefined && others.length === 0) {
    return {
      ...summaryDocument(first),
      title,
      ...(authors.length === 0 ? {} : { authors }),
      findings: findings.map(toFinding),
      ...optional('comparison', comparison),
    };
  }
  return {
    format: runFormatVersion,
    title,
    authors,
    hostDifferences: hostDifferences.map(({ fact, values }) => ({ fact, values })),
    findings: findings.map(toFinding),
    ...optional('comparison', comparison),
    ...optional('history', history === undefined ? undefined : historyDocument(history)),
    runs: runs.map((run) => ({ label: run.label, ...summaryDocument(run) })),
  };
}

/** The content of a run's `summary.json`, with keys in the order of the file. */
export function summaryDocument(analysis: RunAnalysis): Readonly<Record<string, unknown>> {
  const { manifest, cases, slopes, findings, methods } = analysis;
  return {
    format: manifest.format,
    runId: manifest.runId,
    title: manifest.title,
    startedAt: manifest.startedAt,
    end: manifest.end,
    cases: cases.map(toCase),
    slopes: slopes.map(toSlope),
    findings: findings.map(toFinding),
    methods: methods.map(({ what, how }) => ({ what, how })),
  };
}

function toFinding({ rule, severity, message, advice }: Finding): unknown {
  return { rule, severity, message, advice };
}

function toCase({ case: { id, benchmarkId, point }, headline, arms }: CaseSummary): unknown {
  return { case: id, benchmark: benchmarkId, parameters: point, headline, arms: arms.map(toArm) };
}

function toSlope({ benchmarkId, armId, metric, over, at, ...fit }: SlopeSummary): unknown {
  const { count, slope, interval, intercept } = fit;
  const place = { benchmark: benchmarkId, arm: armId, parameters: at };
  return { ...place, metric: metric.id, unit: metric.unit, over, count, slope, interval, intercept };
}

function toArm({ armId, counts, metrics, phases }: ArmSummary): unknown {
  const { planned, ok, failed, aborted, invalid, warmup } = counts;
  return {
    arm: armId,
    counts: { planned, ok, failed, aborted, invalid, warmup },
    metrics: metrics.map(toMetric),
    phases: phases.map(({ name, count, medianNs, meanNs }) => ({ name, count, medianNs, meanNs })),
  };
}

function toMetric(summary: MetricSummary): unknown {
  const { id, unit, direction, kind } = summary.metric;
  const { count, median, medianInterval, mean, sd, mad, min, max, p90, p95, p99 } = summary;
  const statistics = { count, median, medianInterval, mean, sd, mad, min, max, p90, p95, p99 };
  return { metric: id, unit, direction, kind, ...statistics };
}
