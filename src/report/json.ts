import type {
  ArmSummary,
  CaseSummary,
  Exporter,
  MetricSummary,
  RunAnalysis,
  SlopeSummary,
} from '../model/analysis.ts';

/**
 * `summary.json`: cases, slopes, findings and methods. Keys come in a fixed order and numbers in full precision, so the same
 * run folder gives the same bytes; numbers for people go through `formatValue` from the same values.
 */
export const jsonExporter: Exporter = {
  id: 'json',
  export(analysis) {
    const content = `${JSON.stringify(summaryDocument(analysis), undefined, 2)}\n`;
    return Promise.resolve([{ path: 'summary.json', content }]);
  },
};

/** Its content, with keys in the order of the file. */
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
    findings: findings.map(({ rule, severity, message, advice }) => ({ rule, severity, message, advice })),
    methods: methods.map(({ what, how }) => ({ what, how })),
  };
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
