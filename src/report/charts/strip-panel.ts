import { unitLabel } from '../../model/format-number.ts';
import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import { countsText } from '../series.ts';
import type { Plot } from './case-plots.ts';
import { plotWidthPx } from './interval-panel.ts';
import { rowLabels } from './row-labels.ts';
import { seriesShapes } from './series-style.ts';
import type { SeriesDots } from './strip-dots.ts';
import { panelTitle, theme } from './theme.ts';
import { valueAxisTitle } from './value-axis.ts';
import { colorEncoding, valueEncoding, type ValueEncoding } from './value-encoding.ts';

const rowHeightPx = 54;
/** Dots above the middle of a row, the box below it. */
const dotsOffsetPx = -11;
const dotsSpreadPx = 11;
const boxOffsetPx = 14;
const boxHeightPx = 12;
const manyDots = 200;
/** Five numbers make a box. */
export const leastOfBox = 5;

/** A row a series: its dots, and under them its box with the interval of its median. */
export function stripPanel(plot: Plot, dots: readonly SeriesDots[]): ChartPanel {
  const rows = plot.curves.map(({ series }, index) => ({
    series: plot.labels[index] ?? '',
    counts: countsText(series.counts),
  }));
  return {
    width: plotWidthPx,
    height: { step: rowHeightPx },
    ...(plot.title === undefined ? {} : { title: panelTitle(plot.title) }),
    encoding: {
      y: {
        field: 'series',
        type: 'nominal',
        scale: { domain: plot.style.color.domain, paddingInner: 0, paddingOuter: 0 },
        axis: null,
      },
    },
    layer: [dotLayer(plot, dots), ...boxLayers(plot), ...rowLabels(rows, plot.labelsPx)],
  };
}

function dotLayer(plot: Plot, dots: readonly SeriesDots[]): ChartLayer {
  const rows = dots.flatMap((each, index) =>
    each.dots.map(({ value, jitter }) => ({ series: plot.labels[index], value, jitter })),
  );
  return {
    data: { values: rows },
    mark: { type: 'point', filled: true, size: dotSize(rows.length), opacity: 0.55, strokeWidth: 0 },
    encoding: {
      x: xOf(plot, 'value'),
      yOffset: {
        field: 'jitter',
        type: 'quantitative',
        scale: {
          domain: [-1, 1],
          range: [
            rowHeightPx / 2 + dotsOffsetPx - dotsSpreadPx,
            rowHeightPx / 2 + dotsOffsetPx + dotsSpreadPx,
          ],
        },
      },
      color: colorEncoding(plot),
      shape: {
        field: 'series',
        type: 'nominal',
        scale: { domain: plot.style.color.domain, range: seriesShapes(plot.labels.length) },
        legend: null,
      },
    },
  };
}

/** Large enough to show its shape, as long as dots do not cover one another. */
function dotSize(count: number): number {
  return count > manyDots ? 14 : 30;
}

function boxLayers(plot: Plot): readonly ChartLayer[] {
  const rows = boxRows(plot);
  const x = (field: string): ValueEncoding => xOf(plot, field);
  const bar = { type: 'bar', fill: theme.paper.light, stroke: theme.ink.light, strokeWidth: 1 } as const;
  const rule = { type: 'rule', color: theme.ink.light, yOffset: boxOffsetPx } as const;
  return [
    {
      data: { values: rows },
      mark: { ...rule, strokeWidth: 1 },
      encoding: { x: x('lowerWhisker'), x2: { field: 'upperWhisker' } },
    },
    {
      data: { values: rows },
      mark: { ...bar, height: boxHeightPx, yOffset: boxOffsetPx },
      encoding: { x: x('lowerQuartile'), x2: { field: 'upperQuartile' } },
    },
    {
      data: { values: rows.filter(({ lower, upper }) => lower < upper) },
      mark: { ...rule, strokeWidth: boxHeightPx - 6, opacity: 0.4 },
      encoding: { x: x('lower'), x2: { field: 'upper' }, color: colorEncoding(plot) },
    },
    {
      data: { values: rows },
      mark: { type: 'tick', thickness: 2.5, size: boxHeightPx + 4, opacity: 1, yOffset: boxOffsetPx },
      encoding: { x: x('median'), color: colorEncoding(plot) },
    },
  ];
}

/** Alike in all layers, which share one axis. */
function xOf(plot: Plot, field: string): ValueEncoding {
  const title = valueAxisTitle(`${plot.metric.id} (${unitLabel(plot.scale.unit)})`, plot.axis);
  return valueEncoding(plot, { field, title });
}

/** In the display unit. */
function boxRows({ curves, labels, scale }: Plot) {
  return curves.flatMap(({ figure: { box }, summary, values }, index) => {
    if (values.length < leastOfBox) return [];
    const { median, medianInterval } = summary;
    const { lower, upper } =
      medianInterval.kind === 'value' ? medianInterval.value : { lower: median, upper: median };
    const { lowerQuartile, upperQuartile, lowerWhisker, upperWhisker } = box;
    return [
      {
        series: labels[index],
        lowerWhisker: lowerWhisker / scale.divisor,
        lowerQuartile: lowerQuartile / scale.divisor,
        median: median / scale.divisor,
        lower: lower / scale.divisor,
        upper: upper / scale.divisor,
        upperQuartile: upperQuartile / scale.divisor,
        upperWhisker: upperWhisker / scale.divisor,
      },
    ];
  });
}
