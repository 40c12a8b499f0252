import { formatInterval, formatWithUnit } from '../metric-scale.ts';
import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import { countsText } from '../series.ts';
import { textWidthPx } from '../text-width.ts';
import type { Curve, Plot } from './case-plots.ts';
import { rowLabels, type RowText } from './row-labels.ts';
import { chartFontPx } from './theme.ts';
import { valuePositionPx } from './value-axis.ts';
import { colorEncoding, lineEncoding, valueEncoding, type ValueEncoding } from './value-encoding.ts';

/** Of all plots of distributions. */
export const plotWidthPx = 600;
const rowHeightPx = 34;
/** A sample of the line, left of its label. */
const swatchPx = 24;
const textGapPx = 8;

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

function intervalRow({ scale, axis }: Plot, { series, summary }: Curve, label: string): IntervalRow {
  const { median, medianInterval } = summary;
  const { lower, upper } =
    medianInterval.kind === 'value' ? medianInterval.value : { lower: median, upper: median };
  const text = `${formatWithUnit(median, scale)}  [${formatInterval(summary, scale)}]`;
  const upperPx = valuePositionPx(upper / scale.divisor, axis, plotWidthPx);
  const lowerPx = valuePositionPx(lower / scale.divisor, axis, plotWidthPx);
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
  const color = colorEncoding(plot);
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
