import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import { hasOrder } from '../../model/imported-run.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { Plan } from '../../model/plan.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { byCase, sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import { metricScale } from '../metric-scale.ts';
import { countsText, headlineMetric, summaryOf, totalCounts, type Series } from '../series.ts';
import type { AxisDomain } from './axis-domain.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { stripPanel, type Strip, type StripBlock, type StripPoint } from './run-order-strip.ts';
import { seriesStyle } from './series-style.ts';

/**
 * The headline metric of each trial in the order in which its run took them, a strip a run and case: drift, steps, slow
 * modes and what a neighbour did show here and in no summary. Trials without a value stand on the axis.
 */
export function runOrderChart(view: BenchmarkView): Chart | undefined {
  const { benchmark } = view;
  const runs = view.runs.filter(({ manifest }) => hasOrder(manifest));
  const series = view.series.filter(({ run }) => hasOrder(run.manifest));
  const metric = headlineMetric(benchmark);
  if (metric === undefined || series.every(({ trials }) => trials.length === 0)) return undefined;
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const style = seriesStyle(sidesOf(view));
  const strips = runs.flatMap(({ label, manifest: { plan } }) => {
    const ofRun = series.filter(({ run }) => run.label === label);
    const numberOf = trialNumbers(plan);
    const xDomain = orderDomain(ofRun, numberOf);
    return byCase(ofRun).map((group): Strip => {
      const place = [group[0]?.caseLabel ?? '', ...(runs.length > 1 ? [label] : [])].join(' ');
      return {
        title: `${place}: ${countsText(totalCounts(group))}`,
        scale,
        xDomain,
        style,
        points: group.flatMap((one) => pointsOf(one, metric, { scale, numberOf })),
        blocks: blocksOf(plan, group[0]?.caseId ?? '', numberOf),
        medians: group.flatMap((one) => {
          const summary = summaryOf(one, metric.id);
          return summary === undefined ? [] : [{ arm: one.side, value: summary.median / scale.divisor }];
        }),
      };
    });
  });
  const title = `${metric.id} in run order`;
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const altText = `${title}. ${series.map((one) => describe(one, metric, scale)).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'run-order'),
    title,
    altText,
    sentence: `${readingText(series, strips)}. ${stopwatchSentence(benchmark)}`,
    spec: composeSpec(
      { title, subtitle, altText, colors: 'shared' },
      strips.map((strip, index) => stripPanel(strip, { isLast: index === strips.length - 1 })),
    ),
  };
}

type NumberOf = (trialId: string) => number;

/** Place of each trial in the plan, from 1: the run takes them in this order, also when it is resumed. */
function trialNumbers(plan: Plan): NumberOf {
  const ids = plan.blocks.flatMap(({ trials }) => trials.map(({ id }) => id));
  const numbers = new Map(ids.map((id, index) => [id, index + 1]));
  return (trialId) => numbers.get(trialId) ?? ids.length + 1;
}

function orderDomain(series: readonly Series[], numberOf: NumberOf): AxisDomain {
  const numbers = series.flatMap(({ trials }) => trials.map(({ trialId }) => numberOf(trialId)));
  return numbers.length === 0 ? [0, 1] : [Math.min(...numbers) - 1, Math.max(...numbers) + 1];
}

function pointsOf(
  series: Series,
  metric: MetricDefinition,
  { scale, numberOf }: { readonly scale: DisplayScale; readonly numberOf: NumberOf },
): readonly StripPoint[] {
  const counted = new Set(series.measured.map(({ trialId }) => trialId));
  return series.trials.map((trial) => {
    const value = trial.samples[metric.id];
    const place = { trial: trial.trialId, number: numberOf(trial.trialId), arm: series.side };
    if (trial.outcome.status !== 'ok' || value === undefined) {
      return { ...place, kind: trial.outcome.status === 'aborted' ? 'aborted' : 'failed' };
    }
    return {
      ...place,
      kind: counted.has(trial.trialId) ? 'measured' : 'warmup',
      value: value / scale.divisor,
    };
  });
}

/**
 * The blocks to be shaded. Of blocks that follow one another without a gap every other one is, and a block of a single
 * trial is not: a band behind each point would say nothing.
 */
function blocksOf(plan: Plan, caseId: string, numberOf: NumberOf): readonly StripBlock[] {
  const stretches = plan.blocks
    .filter((block) => block.caseId === caseId && block.trials.length > 1)
    .map(({ trials }) => trials.map(({ id }) => numberOf(id)))
    .map((numbers) => ({ from: Math.min(...numbers) - 0.5, to: Math.max(...numbers) + 0.5 }));
  return stretches.reduce<readonly StripBlock[]>((shaded, stretch) => {
    return shaded.at(-1)?.to === stretch.from ? shaded : [...shaded, stretch];
  }, []);
}

function describe(series: Series, metric: MetricDefinition, scale: DisplayScale): string {
  const summary = summaryOf(series, metric.id);
  const values =
    summary === undefined
      ? 'no value'
      : `from ${formatScaled(summary.min, scale)} to ${formatScaled(summary.max, scale)} ${unitLabel(scale.unit)}`;
  const lost = series.trials.filter(isLost).map(({ trialId, outcome }) => `${trialId} ${outcome.status}`);
  return [`${series.label}: ${values}`, countsText(series.counts), ...lost].join(', ');
}

function isLost(trial: TrialRecord): boolean {
  return trial.outcome.status !== 'ok';
}

function readingText(series: readonly Series[], strips: readonly Strip[]): string {
  const kinds = new Set(strips.flatMap(({ points }) => points.map(({ kind }) => kind)));
  const hasArms = strips.some(({ style }) => style.dash.domain.length > 1);
  const hasBlocks = strips.some(({ blocks }) => blocks.length > 0);
  const hasInvalid = series.some(({ counts }) => counts.invalid > 0);
  const hollow = hasInvalid ? 'warm-ups and trials of disturbed blocks' : 'warm-ups';
  const hasLost = series.some(({ trials }) => trials.some(isLost));
  return [
    'Points are trials in the order in which they ran, ' +
      (hasArms ? "a line across is an arm's median, dashed as its curve" : 'the dashed line is the median'),
    ...(hasBlocks ? ['shading tells blocks apart'] : []),
    ...(kinds.has('warmup') ? [`hollow points are ${hollow}, left out of every statistic`] : []),
    ...(hasLost ? ['a cross on the axis is a trial without a value'] : []),
  ].join('; ');
}
