import { changeText, comparisonSentence, confidenceText, intervalText } from '../../model/comparison-text.ts';
import type { Comparison } from '../../model/comparison.ts';
import { marginRatios } from '../../model/margin-ratios.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { pairLabel } from '../view-figures.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { forestPanel, reachOf, type ForestRow } from './forest-panel.ts';

/**
 * The headline of every case, candidate over base: the estimate with its interval against no change and the margin. Only of
 * ratios, which share an axis whatever their unit; the tables have the rest.
 */
export function forestChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark } = view;
  const { comparison } = report;
  const shown = ratiosOf(view);
  if (comparison === undefined || shown.length === 0) return undefined;
  const rowOf = (each: Comparison): ForestRow => forestRow(each, pairLabel(view, each));
  const candidates = comparison.candidates.map(({ id }) => id).join(', ');
  const title = sheetTitle(view, `${benchmark.headline}: ${candidates} against ${comparison.base.id}`);
  const subtitle = `${benchmark.id}, change with its ${confidenceText(comparison.alpha)} interval`;
  const altText = `${title}. ${shown.map((each) => comparisonSentence(each, comparison.alpha)).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'forest'),
    title,
    altText,
    sentence:
      'A point is the estimate, the line its interval; the vertical line is no change, and a change within the shaded ' +
      `margin does not matter. ${stopwatchSentence(benchmark)}`,
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, [
      forestPanel(shown.map(rowOf), { reach: reachOf(ratiosOf(wholeOf(view)).map(rowOf)) }),
    ]),
  };
}

function ratiosOf({ report: { comparison }, benchmark, series }: BenchmarkView): readonly Comparison[] {
  const caseIds = new Set(series.map(({ caseId }) => caseId));
  return (comparison?.comparisons ?? []).filter(
    ({ caseId, metric, ratio }) =>
      metric.id === benchmark.headline && ratio !== undefined && caseIds.has(caseId),
  );
}

function forestRow(comparison: Comparison, series: string): ForestRow {
  const { ratio, base, candidate, verdict, effectiveMargin = 1 } = comparison;
  const estimate = ratio?.estimate ?? 1;
  const margin = marginRatios(effectiveMargin);
  const { lower, upper } = ratio?.interval ?? { lower: estimate, upper: estimate };
  return {
    series,
    counts: `n = ${base.count} and ${candidate.count}`,
    estimate,
    lower,
    upper,
    marginLower: margin.lower,
    marginUpper: margin.upper,
    verdict,
    text: `${verdict}  ${changeText(comparison)} (${intervalText(comparison)})`,
  };
}
