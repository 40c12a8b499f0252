import type { MetricSummary } from '../../model/analysis.ts';
import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { formatInterval, formatWithUnit } from '../metric-scale.ts';
import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import { countsText, type Series } from '../series.ts';
import { textWidthPx } from '../text-width.ts';
import { axisPositionPx, type AxisDomain } from './axis-domain.ts';
import { rowLabels, type RowText } from './row-labels.ts';
import type { SeriesStyle } from './series-style.ts';
import { chartFontPx, panelTitle } from './theme.ts';

const plotWidthPx = 600;
const curveHeightPx = 230;
const rowHeightPx = 34;
/** A sample of the line, left of its label. */
const swatchPx = 24;
const textGapPx = 8;

/** One case and arm that has values. */
export interface Curve {
  readonly series: Series;
  readonly summary: MetricSummary;
  /** Ascending, in the display unit. */
  readonly values: readonly number[];
}

/** Curves on one pair of axes. */
export interface Plot {
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
  readonly domain: AxisDomain;
  readonly title?: string;
  readonly curves: readonly Curve[];
  /** One a curve, distinct. */
  readonly labels: readonly string[];
  readonly style: SeriesStyle;
  /** Width of the column of labels, the same in all plots of a chart. */
  readonly labelsPx: number;
}

/** The steps. A step is rank / n, so that the curve ends at 1 over the greatest value. */
export function curvePanel(plot: Plot): ChartPanel {
  const steps = plot.curves.flatMap(({ values }, index) =>
    [values[0] ?? 0, ...values].map((value, rank) => ({
      series: plot.labels[index],
      value,
      rank,
      share: rank / values.length,
    })),
  );
  return {
    width: plotWidthPx,
    height: curveHeightPx,
    ...(plot.title === undefined ? {} : { title: panelTitle(plot.title) }),
    data: { values: steps },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.75 },
    encoding: {
      x: valueEncoding(plot, { field: 'value', title: `${plot.metric.id} (${unitLabel(plot.scale.unit)})` }),
      y: {
        field: 'share',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'share of trials', values: [0, 0.25, 0.5, 0.75, 1], format: '.2~f' },
      },
      order: { field: 'rank', type: 'quantitative' },
      ...lineEncoding(plot),
    },
  };
}

/** A row a curve: what it is, how many trials it stands on, its median and the median's interval. */
export function intervalPanel(plot: Plot): ChartPanel {
  const rows = plot.curves.map((curve, index) => intervalRow(plot, curve, plot.labels[index] ?? ''));
  const swatchEnd = -plot.labelsPx - textGapPx;
  return {
    width: plotWidthPx,
    height: { step: rowHeightPx },
    data: { values: rows },
    encoding: {
      y: { field: 'series', type: 'nominal', scale: { domain: plot.style.color.domain }, axis: null },
    },
    layer: [
      ...intervalMarks(plot),
      {
        mark: { type: 'rule', x: swatchEnd - swatchPx, x2: swatchEnd, strokeWidth: 2 },
        encoding: lineEncoding(plot),
      },
      ...rowLabels(rows, plot.labelsPx),
      valueText('right'),
      valueText('left'),
    ],
  };
}

interface IntervalRow extends RowText {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly text: string;
  readonly textX: number;
  readonly textSide: TextSide;
}

type TextSide = 'left' | 'right';

function intervalRow({ scale, domain }: Plot, { series, summary }: Curve, label: string): IntervalRow {
  const { median, medianInterval } = summary;
  const { lower, upper } =
    medianInterval.kind === 'value' ? medianInterval.value : { lower: median, upper: median };
  const text = `${formatWithUnit(median, scale)}  [${formatInterval(summary, scale)}]`;
  const upperPx = axisPositionPx(upper / scale.divisor, domain, plotWidthPx);
  const lowerPx = axisPositionPx(lower / scale.divisor, domain, plotWidthPx);
  const textPx = textWidthPx(text, { sizePx: chartFontPx.label, isBold: false });
  const hasRoomRight = upperPx + 2 * textGapPx + textPx <= plotWidthPx;
  const hasRoomLeft = lowerPx - 2 * textGapPx - textPx >= 0;
  // Left of the plot stand the labels, right of it nothing: there the picture grows by what the text needs.
  const textSide = hasRoomLeft && !hasRoomRight ? 'left' : 'right';
  return {
    series: label,
    counts: countsText(series.counts),
    median: median / scale.divisor,
    lower: lower / scale.divisor,
    upper: upper / scale.divisor,
    text,
    textX: textSide === 'right' ? upperPx + textGapPx : lowerPx - textGapPx,
    textSide,
  };
}

function intervalMarks(plot: Plot): readonly ChartLayer[] {
  const color = { field: 'series', type: 'nominal', scale: plot.style.color, legend: null } as const;
  const x = (field: string): ValueEncoding => valueEncoding(plot, { field });
  return [
    {
      mark: { type: 'rule', strokeWidth: 8, opacity: 0.4 },
      encoding: { x: x('lower'), x2: { field: 'upper' }, color },
    },
    { mark: { type: 'tick', thickness: 2.5, size: 18, opacity: 1 }, encoding: { x: x('median'), color } },
  ];
}

function valueText(side: TextSide): ChartLayer {
  return {
    transform: [{ filter: { field: 'textSide', equal: side } }],
    mark: { type: 'text', align: side === 'right' ? 'left' : 'right' },
    encoding: {
      x: { field: 'textX', type: 'quantitative', scale: null, axis: null },
      text: { field: 'text', type: 'nominal' },
    },
  };
}

type ValueEncoding = NonNullable<ChartEncoding['x']>;
type LineEncoding = Required<Pick<ChartEncoding, 'color' | 'strokeDash'>>;

/** All panels of a plot share the domain, so that what lies above one another is the same value. */
function valueEncoding(
  plot: Plot,
  { field, title }: { readonly field: string; readonly title?: string },
): ValueEncoding {
  const bare = { title: '', labels: false, ticks: false, domain: false };
  return {
    field,
    type: 'quantitative',
    scale: { domain: [...plot.domain], nice: false, zero: false },
    axis: title === undefined ? bare : { title },
  };
}

function lineEncoding({ style }: Plot): LineEncoding {
  return {
    color: { field: 'series', type: 'nominal', scale: style.color, legend: null },
    strokeDash: { field: 'series', type: 'nominal', scale: style.dash, legend: null },
  };
}
