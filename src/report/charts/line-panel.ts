import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import type { SeriesStyle } from './series-style.ts';
import { sideEncoding } from './side-encoding.ts';
import { panelTitle } from './theme.ts';

/** A place of a side's line, with its interval where there is one. In the display unit. */
export interface LineRow {
  readonly side: string;
  readonly x: number;
  readonly y: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Lines of one side are broken between parts. */
  readonly part?: number;
}

/** How an axis is labelled and laid out. */
export interface LineAxis {
  readonly title: string;
  readonly domain?: readonly [number, number];
  /** Where it has its ticks; by default where Vega puts them. */
  readonly ticks?: readonly number[];
  readonly kind?: 'linear' | 'log';
  readonly isWhole?: true;
  /** Ticks with words of their own. */
  readonly labels?: ReadonlyMap<number, string>;
}

/** Lines of several sides over one quantity. */
export interface LinePanel {
  readonly title: string;
  readonly subtitle?: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly x: LineAxis;
  readonly y: LineAxis;
  readonly style: SeriesStyle;
  readonly rows: readonly LineRow[];
  /** How an interval is drawn. */
  readonly interval: 'band' | 'whisker';
  readonly line: 'straight' | 'steps';
  readonly hasPoints: boolean;
  /** Drawn below the lines. */
  readonly below?: readonly ChartLayer[];
  /** Left free between the title and the plot. */
  readonly headroomPx?: number;
}

/** Draws lines with their intervals: colour, dash and shape tell the sides apart. */
export function linePanel(panel: LinePanel): ChartPanel {
  const { title, subtitle, rows, style, interval, line, hasPoints, below = [], headroomPx = 0 } = panel;
  const { color, strokeDash, shape } = sideEncoding(style);
  const withInterval = rows.filter(({ lower }) => lower !== undefined);
  const x = axisEncoding('x', panel.x);
  const y = (field: string): NonNullable<ChartEncoding['y']> => axisEncoding(field, panel.y);
  return {
    width: panel.widthPx,
    height: panel.heightPx,
    title: { ...panelTitle(title, subtitle), offset: 6 + headroomPx },
    layer: [
      ...below,
      {
        data: { values: withInterval },
        mark: interval === 'band' ? { type: 'area', opacity: 0.18 } : { type: 'rule', strokeWidth: 1.75 },
        encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
      },
      {
        data: { values: [...rows] },
        mark: {
          type: 'line',
          strokeWidth: 1.75,
          ...(line === 'steps' ? { interpolate: 'step-after' } : {}),
        },
        encoding: { x, y: y('y'), color, strokeDash, detail: { field: 'part', type: 'nominal' } },
      },
      ...(hasPoints
        ? [
            {
              data: { values: rows.map((row) => ({ ...row, point: row.side })) },
              mark: { type: 'point', filled: true, size: 45, opacity: 1 },
              encoding: { x, y: y('y'), color, shape },
            } as const,
          ]
        : []),
    ],
  };
}

/** The encoding of a field along an axis of a line panel. */
export function axisEncoding(
  field: string,
  { title, domain, ticks, kind = 'linear', isWhole, labels }: LineAxis,
): NonNullable<ChartEncoding['x']> {
  return {
    field,
    type: 'quantitative',
    scale: {
      type: kind,
      ...(kind === 'log' ? {} : { zero: false }),
      ...(domain === undefined ? {} : { domain: [...domain], nice: false }),
    },
    axis: {
      title,
      ...(ticks === undefined ? { tickCount: 5 } : { values: [...ticks], format: '.12~g' }),
      ...(labels === undefined ? {} : labelled(labels)),
      ...(isWhole === true ? { tickMinStep: 1, format: 'd' } : {}),
    },
  };
}

/** The words are looked up by their tick, in JSON, which Vega's expressions read. */
function labelled(labels: ReadonlyMap<number, string>): {
  readonly values: number[];
  readonly labelExpr: string;
} {
  const texts = JSON.stringify(Object.fromEntries([...labels].map(([at, text]) => [String(at), text])));
  return { values: [...labels.keys()], labelExpr: `${texts}[datum.value]` };
}
