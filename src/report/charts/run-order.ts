import { hasOrder } from '../../model/imported-run.ts';
import { formatChange } from '../../model/format-effect.ts';
import type { Course } from '../../model/figures/course.ts';
import type { DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { byCase, sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit, metricScale } from '../metric-scale.ts';
import { countsText, headlineMetric, summaryOf, totalCounts, type Series } from '../series.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { figureOf } from '../view-figures.ts';
import type { AxisDomain } from './axis-domain.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { joinedFindings } from './joined-findings.ts';
import { markLegend } from './mark-legend.ts';
import {
  blocksOf,
  disturbedBlocks,
  pointsOf,
  thinPoints,
  trialNumbers,
  type NumberOf,
} from './run-order-points.ts';
import { stripPanel, stripWidthPx, type Strip } from './run-order-strip.ts';
import { describeTrials, marksOf, readingText } from './run-order-text.ts';
import { seriesStyle } from './series-style.ts';
import { leastDots, mostDots } from './strip-dots.ts';

/**
 * The headline metric of each trial in the order in which its run took them, a strip a run and case: drift, steps, slow
 * modes and what a neighbour did show here and in no summary. Trials without a value stand on the axis.
 */
export function runOrderChart(view: BenchmarkView): Chart | undefined {
  const ordered = withOrder(view);
  const { benchmark, series } = ordered;
  const metric = headlineMetric(benchmark);
  if (metric === undefined || series.every(({ trials }) => trials.length === 0)) return undefined;
  const scale = metricScale(
    wholeOf(view).series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const strips = stripsOf(ordered, metric, scale);
  const marks = marksOf(strips.flatMap(({ points }) => points));
  const title = sheetTitle(view, `${metric.id} in run order`);
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const findings = series.flatMap((one) =>
    courseText(one, figureOf(view.report.figures.courses, one), scale),
  );
  const described = series.map((one) => describeTrials(one, metric, scale));
  const altText = `${title}. ${[...described, ...findings].join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'run-order'),
    title,
    altText,
    sentence: [joinedFindings(findings), readingText(ordered, strips), stopwatchSentence(benchmark)]
      .filter((text) => text !== '')
      .join(' '),
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, [
      ...strips.map((strip, index) => stripPanel(strip, { isLast: index === strips.length - 1 })),
      ...(marks.length > 0 ? [markLegend(marks, stripWidthPx)] : []),
    ]),
  };
}

/** Imported runs may not tell in which order their trials ran. */
function withOrder(view: BenchmarkView): BenchmarkView {
  return {
    ...view,
    runs: view.runs.filter(({ manifest }) => hasOrder(manifest)),
    series: view.series.filter(({ run }) => hasOrder(run.manifest)),
  };
}

function stripsOf(view: BenchmarkView, metric: MetricDefinition, scale: DisplayScale): readonly Strip[] {
  const { series, runs } = view;
  const style = seriesStyle(sidesOf(wholeOf(view)));
  const most = Math.max(leastDots, Math.floor(mostDots / series.length));
  return runs.flatMap((run) => {
    const { plan } = run.manifest;
    const ofRun = series.filter((one) => one.run.label === run.label);
    const numberOf = trialNumbers(plan);
    const all = wholeOf(view).series.filter((one) => one.run.label === run.label);
    const xDomain = orderDomain(all, numberOf);
    return byCase(ofRun).map((group): Strip => {
      const [{ caseId, caseLabel } = { caseId: '', caseLabel: '' }] = group;
      const place = [caseLabel, ...(runs.length > 1 ? [run.label] : [])].join(' ');
      return {
        title: `${place}: ${countsText(totalCounts(group))}`,
        scale,
        xDomain,
        style,
        points: group
          .flatMap((one) => thinPoints(pointsOf(one, metric.id, numberOf), { view, series: one, most }))
          .map(({ value, ...point }) =>
            value === undefined ? point : { ...point, value: value / scale.divisor },
          ),
        blocks: blocksOf(plan, caseId, numberOf),
        disturbed: disturbedBlocks(run, caseId, numberOf),
        medians: group.flatMap((one) => {
          const summary = summaryOf(one, metric.id);
          return summary === undefined ? [] : [{ arm: one.side, value: summary.median / scale.divisor }];
        }),
      };
    });
  });
}

function orderDomain(series: readonly Series[], numberOf: NumberOf): AxisDomain {
  const numbers = series.flatMap(({ trials }) => trials.map(({ trialId }) => numberOf(trialId)));
  if (numbers.length === 0) return [0, 1];
  const [least, greatest] = numbers.reduce(
    ([low, high], number): [number, number] => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
  return [least - 1, greatest + 1];
}

/** The first third against the last: what drift has come to. */
function courseText({ label }: Series, course: Course | undefined, scale: DisplayScale): readonly string[] {
  if (course === undefined) return [];
  const { firstMedian, lastMedian } = course;
  const values = `${formatWithUnit(firstMedian, scale)} in the first third of the trials and ${formatWithUnit(lastMedian, scale)} in the last`;
  const change =
    firstMedian > 0 && lastMedian > 0
      ? ` (${formatChange(lastMedian / firstMedian, { scale: 'ratio', unit: scale.unit })})`
      : '';
  return [`${label}: median ${values}${change}`];
}
