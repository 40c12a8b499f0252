import { formatSize } from '../../model/format-effect.ts';
import type { PrecisionCurve } from '../../model/figures/precision-curve.ts';
import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { metricScale } from '../metric-scale.ts';
import { headlineMetric, summaryOf } from '../series.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { pairLabel } from '../view-figures.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { effectCurvePanel, type EffectCurves } from './effect-curve-panel.ts';
import { joinedFindings } from './joined-findings.ts';
import { seriesStyle } from './series-style.ts';

/** More in one picture cannot be told apart. */
const curvesPerPanel = 6;

interface NamedCurve extends PrecisionCurve {
  readonly label: string;
}

/** Whether the trials were enough: the half width of the headline's interval as they accumulated, against the margin. */
export function precisionChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark } = view;
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return undefined;
  const scale = metricScale(
    wholeOf(view).series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const curves = report.figures.precisionCurves
    .flatMap((curve): readonly NamedCurve[] => {
      const label = precisionLabel(view, curve);
      return label === undefined ? [] : [{ ...curve, label }];
    })
    .filter(({ points }) => points.length > 1);
  if (curves.length === 0) return undefined;
  const isCompared = curves.some(({ of }) => of.kind === 'pair');
  const title = sheetTitle(view, `Precision of ${metric.id}`);
  const subtitle = `${benchmark.id}, half width of the 95 % interval after so many trials${isCompared ? ' a side' : ''}`;
  const findings = curves.map((curve) => findingText(curve, metric));
  const altText = `${title}. ${findings.join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'precision'),
    title,
    altText,
    sentence: [
      joinedFindings(findings),
      `The line is half the width of the 95 % interval of ${isCompared ? 'the change' : 'the median'} from the first trials alone, in ` +
        'the order in which they ran, at 25 places at most; the dashed line is the margin below which a change does not matter.',
      stopwatchSentence(benchmark),
    ].join(' '),
    spec: composeSpec(
      { title, subtitle, altText, colors: 'independent' },
      panelsOf(curves).map((group) => effectCurvePanel(curvesOf(group, scale))),
    ),
  };
}

/** How a curve is named; undefined for one that is not of the view. */
export function precisionLabel(view: BenchmarkView, { of }: PrecisionCurve): string | undefined {
  if (of.kind === 'pair') {
    const isHere = view.series.some(({ caseId }) => caseId === of.caseId);
    return isHere ? pairLabel(view, of) : undefined;
  }
  return view.series.find(
    ({ run, caseId, armId }) => run.label === of.runLabel && caseId === of.caseId && armId === of.armId,
  )?.label;
}

/** Curves of one scale together, a handful a panel. */
function panelsOf(curves: readonly NamedCurve[]): readonly (readonly NamedCurve[])[] {
  return (['ratio', 'difference'] as const).flatMap((scale) => {
    const ofScale = curves.filter((curve) => curve.scale === scale);
    const count = Math.ceil(ofScale.length / curvesPerPanel);
    return Array.from({ length: count }, (_, at) =>
      ofScale.slice(at * curvesPerPanel, (at + 1) * curvesPerPanel),
    );
  });
}

function curvesOf(group: readonly NamedCurve[], { divisor, unit }: DisplayScale): EffectCurves {
  const isRatio = group[0]?.scale === 'ratio';
  const shown = (value: number): number => (isRatio ? 100 * value : value / divisor);
  const points = group.flatMap(({ label, points: ofCurve }) =>
    ofCurve.map(({ trials, halfWidth }) => ({ side: label, x: trials, y: shown(halfWidth) })),
  );
  const margins = [...new Set(group.map(({ margin }) => shown(margin)))];
  const counts = points.map(({ x }) => x);
  return {
    widthPx: 600,
    points,
    style: seriesStyle(group.map(({ label }) => label)),
    xAxis: {
      title: 'trials, logarithmic',
      domain: [Math.min(...counts), Math.max(...counts)],
      type: 'log',
      format: 'd',
    },
    yAxis: {
      title: `half width (${isRatio ? '%' : unitLabel(unit)})`,
      domain: [0, 1.06 * Math.max(...points.map(({ y }) => y), ...margins)],
    },
    lines: margins.map((y) => ({ y, style: 'dashed' })),
  };
}

function findingText(curve: NamedCurve, { unit }: MetricDefinition): string {
  const { label, points, margin, scale, enough, wanted } = curve;
  const size = (value: number): string =>
    `± ${formatSize(scale === 'ratio' ? 1 + value : value, { scale, unit })}`;
  const last = points.at(-1) ?? { trials: 0, halfWidth: 0 };
  const side = curve.of.kind === 'pair' ? ' a side' : '';
  const reached = `${size(last.halfWidth)} after ${String(last.trials)} trials${side}`;
  if (enough !== undefined) {
    const least = enough === points[0]?.trials ? 'or fewer ' : '';
    return `${label}: ${reached}; ${String(enough)} ${least}would have been enough for the margin of ${size(margin)}`;
  }
  const more = wanted === undefined ? '' : `, for which about ${String(wanted)} would be enough`;
  return `${label}: ${reached}, not within the margin of ${size(margin)}${more}`;
}
