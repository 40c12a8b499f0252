import type { QuantileShift } from '../../model/figures/quantile-shift.ts';
import { unitLabel } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { metricScale } from '../metric-scale.ts';
import { summaryOf } from '../series.ts';
import { wholeOf } from '../sheets.ts';
import { paddedDomain } from './axis-domain.ts';
import type { EffectCurves } from './effect-curve-panel.ts';
import { seriesStyle } from './series-style.ts';

/** One that can be drawn. */
export type ShiftCurve = Extract<QuantileShift, { readonly kind: 'curve' }>;

const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The shifts of one case as curves: in per cent, or in the display unit. */
export function shiftCurves(
  view: BenchmarkView,
  metric: MetricDefinition,
  shifts: readonly ShiftCurve[],
): Omit<EffectCurves, 'widthPx'> {
  const { report, series } = view;
  const [first] = shifts;
  const isRatio = first?.scale !== 'difference';
  const scale = metricScale(
    wholeOf(view).series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const shown = (value: number): number => (isRatio ? 100 * (value - 1) : value / scale.divisor);
  const points = shifts.flatMap(({ candidateId, points: ofShift }) =>
    ofShift.map(({ probability, estimate, lower, upper }) => ({
      side: candidateId,
      x: probability,
      y: shown(estimate),
      lower: shown(lower),
      upper: shown(upper),
    })),
  );
  const margin = first?.margin ?? { lower: 1, upper: 1 };
  const marginBand = { lower: shown(margin.lower), upper: shown(margin.upper) };
  const ends = points.flatMap(({ lower, upper }) => [lower, upper]);
  const place = series.find(({ caseId }) => caseId === first?.caseId)?.caseLabel;
  return {
    ...(place === undefined ? {} : { title: place }),
    points,
    style: seriesStyle(report.comparison?.candidates.map(({ id }) => id) ?? []),
    xAxis: { title: 'quantile', domain: [0.05, 0.95], type: 'linear', values: deciles, format: '.1f' },
    yAxis: {
      title: `change (${isRatio ? '%' : unitLabel(scale.unit)})`,
      domain: paddedDomain([...ends, marginBand.lower, marginBand.upper], 0.06),
    },
    marginBand,
    lines: [{ y: 0, style: 'solid' }],
  };
}
