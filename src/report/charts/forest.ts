import { changeText, comparisonSentence, confidenceText, intervalText } from '../../model/comparison-text.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { forestPanel, type ForestRow } from './forest-panel.ts';

/**
 * The headline of every case, candidate over base: the estimate with its interval against no change and the margin. Only of
 * ratios, which share an axis whatever their unit; the tables have the rest.
 */
export function forestChart({ report, benchmark, series }: BenchmarkView): Chart | undefined {
  const { comparison } = report;
  if (comparison === undefined) return undefined;
  const caseLabels = new Map(series.map(({ caseId, caseLabel }) => [caseId, caseLabel]));
  const shown = comparison.comparisons.filter(
    ({ caseId, metric, ratio }) =>
      metric.id === benchmark.headline && ratio !== undefined && caseLabels.has(caseId),
  );
  if (shown.length === 0) return undefined;
  const labelOf = ({ caseId, candidateId }: Comparison): string => {
    const place = caseLabels.get(caseId) ?? caseId;
    return comparison.candidates.length > 1 ? `${place} ${candidateId}` : place;
  };
  const rows = shown.map((each) => forestRow(each, labelOf(each)));
  const candidates = comparison.candidates.map(({ id }) => id).join(', ');
  const title = `${benchmark.headline}: ${candidates} against ${comparison.base.id}`;
  const subtitle = `${benchmark.id}, change with its ${confidenceText(comparison.alpha)} interval`;
  const altText = `${title}. ${shown.map((each) => comparisonSentence(each, comparison.alpha)).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'forest'),
    title,
    altText,
    sentence:
      'A point is the estimate, the line its interval; the vertical line is no change, and a change within the shaded ' +
      `margin does not matter. ${stopwatchSentence(benchmark)}`,
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, [forestPanel(rows)]),
  };
}

function forestRow(comparison: Comparison, series: string): ForestRow {
  const { ratio, base, candidate, verdict, effectiveMargin = 1 } = comparison;
  const estimate = ratio?.estimate ?? 1;
  const { lower, upper } = ratio?.interval ?? { lower: estimate, upper: estimate };
  return {
    series,
    counts: `n = ${base.count} and ${candidate.count}`,
    estimate,
    lower,
    upper,
    marginLower: 1 / effectiveMargin,
    marginUpper: effectiveMargin,
    verdict,
    text: `${verdict}  ${changeText(comparison)} (${intervalText(comparison)})`,
  };
}
