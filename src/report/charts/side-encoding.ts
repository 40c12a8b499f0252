import type { ChartEncoding } from '../render-charts.ts';
import { seriesShapes, type SeriesStyle } from './series-style.ts';

type SideEncoding = Required<Pick<ChartEncoding, 'color' | 'strokeDash' | 'shape'>>;

/**
 * Colour and dash of the field `side`, with one legend where there are several sides; shape of the field `point`, which holds the
 * same: of one field, Vega-Lite would put the shape into the legend in place of the dash.
 */
export function sideEncoding({ color, dash }: SeriesStyle): SideEncoding {
  const legend =
    color.domain.length > 1
      ? ({
          orient: 'top',
          title: '',
          columns: 4,
          // A line as it is in the plot: a shape alone would not show the dash.
          symbolType: 'stroke',
          symbolSize: 600,
          symbolStrokeWidth: 2,
        } as const)
      : null;
  const shape = { domain: color.domain, range: seriesShapes(color.domain.length) };
  return {
    color: { field: 'side', type: 'nominal', scale: color, legend },
    strokeDash: { field: 'side', type: 'nominal', scale: dash, legend },
    shape: { field: 'point', type: 'nominal', scale: shape, legend: null },
  };
}
