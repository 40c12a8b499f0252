import { formatChange } from '../../model/format-effect.ts';
import type { ShiftPoint } from '../../model/figures/quantile-shift.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import type { ChartPanel } from '../render-charts.ts';
import { headlineMetric } from '../series.ts';
import { sheetTitle } from '../sheets.ts';
import { pairFigures } from '../view-figures.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { effectCurvePanel } from './effect-curve-panel.ts';
import { shiftCurves, type ShiftCurve } from './quantile-shift-curves.ts';
import { inRows } from './panel-rows.ts';
import { joinedFindings } from './joined-findings.ts';

/**
 * Where in the distribution the candidate differs: the change of each decile of the headline with a band that holds all of them
 * at once, a panel a case. Only of pairs whose trials give deciles.
 */
export function quantileShiftChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark } = view;
  const { comparison } = report;
  const metric = headlineMetric(benchmark);
  const shifts = pairFigures(report.figures.quantileShifts, view);
  const drawn = shifts.filter((shift) => shift.kind === 'curve');
  if (comparison === undefined || metric === undefined || drawn.length === 0) return undefined;
  const candidates = comparison.candidates.map(({ id }) => id);
  const title = sheetTitle(
    view,
    `Deciles of ${metric.id}: ${candidates.join(', ')} against ${comparison.base.id}`,
  );
  const subtitle = `${benchmark.id}, change of each decile with a band of 95 % over all of them`;
  const findings = drawn.map((shift) => findingText(view, shift, metric));
  const altText = `${title}. ${findings.join('; ')}.`;
  const missing = shifts.length - drawn.length;
  return {
    id: chartId(benchmark.id, 'quantile-shift'),
    title,
    altText,
    sentence: [
      joinedFindings(findings),
      readingText(drawn),
      ...(missing > 0 ? [`Of ${String(missing)} more there are too few trials.`] : []),
      stopwatchSentence(benchmark),
    ].join(' '),
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, panelsOf(view, metric, drawn)),
  };
}

/** One a case, two of them side by side. */
function panelsOf(
  view: BenchmarkView,
  metric: MetricDefinition,
  drawn: readonly ShiftCurve[],
): readonly ChartPanel[] {
  const caseIds = [...new Set(drawn.map(({ caseId }) => caseId))];
  const isAlone = caseIds.length === 1;
  const panels = caseIds.map((caseId) => {
    const shifts = drawn.filter((shift) => shift.caseId === caseId);
    return effectCurvePanel({ ...shiftCurves(view, metric, shifts), widthPx: isAlone ? 600 : 320 });
  });
  return inRows(panels, isAlone ? 1 : 2);
}

/** The ends and the middle, and at how many deciles the band leaves out no change. */
function findingText(view: BenchmarkView, shift: ShiftCurve, { unit }: MetricDefinition): string {
  const { points, scale, caseId, candidateId } = shift;
  const place = view.series.find((one) => one.caseId === caseId)?.caseLabel ?? caseId;
  const none = scale === 'ratio' ? 1 : 0;
  const clear = points.filter(({ lower, upper }) => lower > none || upper < none);
  const change = (point: ShiftPoint | undefined): string =>
    point === undefined ? '' : formatChange(point.estimate, { scale, unit });
  const at = (probability: number): string =>
    change(points.find((point) => point.probability === probability));
  const where =
    clear.length === 0
      ? 'no decile is clear of no change'
      : clear.length === points.length
        ? 'all deciles are clear of no change'
        : `clear of no change at ${clear.map(({ probability }) => String(probability)).join(', ')}`;
  return `${place}, ${candidateId}: ${at(0.1)} at decile 0.1, ${at(0.5)} at the median, ${at(0.9)} at decile 0.9; ${where}`;
}

function readingText(shifts: readonly ShiftCurve[]): string {
  const [{ unit, seed } = { unit: 'block', seed: 0 }] = shifts;
  const draws = [...new Set(shifts.map((shift) => shift.draws))].sort((a, b) => a - b).join(' or ');
  return (
    'A point is the change of a decile (type 7), the band holds all nine at once with 95 % ' +
    `(bootstrap of ${draws} draws of whole ${unit}s, seed ${String(seed)}); the solid line is no change, and a change within ` +
    'the shaded margin does not matter.'
  );
}
