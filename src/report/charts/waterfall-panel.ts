import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import type { AxisDomain } from './axis-domain.ts';
import { chartFontPx, panelTitle, seriesColors, theme } from './theme.ts';
import type { WaterfallRow } from './waterfall-rows.ts';

const plotWidthPx = 500;
const rowHeightPx = 20;
/** Right of the plot, where the changes stand one below the other. */
const valueColumnPx = 76;
const kinds = ['longer', 'shorter', 'total'] as const;

/** One case: a row a phase, bars end to end from 0 to the total, the change printed right of each. */
export interface Waterfall {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly WaterfallRow[];
  readonly scale: DisplayScale;
  readonly domain: AxisDomain;
  /** Only below the last one the axis has its title. */
  readonly isLast: boolean;
}

/** Draws one case. */
export function waterfallPanel(waterfall: Waterfall): ChartPanel {
  const { title, subtitle, rows } = waterfall;
  return {
    width: plotWidthPx,
    height: { step: rowHeightPx },
    title: panelTitle(title, subtitle),
    layer: [
      bars(waterfall),
      joints(waterfall),
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: theme.ink.light, strokeWidth: 1 },
        encoding: { x: changeEncoding(waterfall, 'zero'), y: { value: 0 }, y2: { value: 'height' } },
      },
      {
        data: { values: [...rows] },
        mark: { type: 'text', align: 'right', x: plotWidthPx + valueColumnPx, fontSize: chartFontPx.label },
        encoding: { y: phaseEncoding(rows), text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

function bars(waterfall: Waterfall): ChartLayer {
  const [shorter, longer] = seriesColors.map(({ light }) => light);
  return {
    data: { values: [...waterfall.rows] },
    mark: { type: 'bar', minBandSize: 1 },
    encoding: {
      x: changeEncoding(waterfall, 'from'),
      x2: { field: 'to' },
      y: phaseEncoding(waterfall.rows),
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: [...kinds], range: [longer ?? '', shorter ?? '', theme.muted.light] },
        legend: null,
      },
    },
  };
}

/** From the end of each bar to the beginning of the next one. */
function joints(waterfall: Waterfall): ChartLayer {
  const { rows } = waterfall;
  const values = rows
    .slice(0, -1)
    .map(({ phase, to }, index) => ({ phase, to, next: rows[index + 1]?.phase }));
  return {
    data: { values },
    mark: { type: 'rule', color: theme.muted.light, strokeWidth: 1 },
    encoding: {
      x: changeEncoding(waterfall, 'to'),
      y: { ...phaseEncoding(rows), bandPosition: 1 },
      y2: { field: 'next', bandPosition: 0 },
    },
  };
}

function changeEncoding(
  { scale, domain, isLast }: Waterfall,
  field: string,
): NonNullable<ChartEncoding['x']> {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: isLast ? `change of the mean (${unitLabel(scale.unit)})` : '', tickCount: 6 },
  };
}

function phaseEncoding(rows: readonly WaterfallRow[]): NonNullable<ChartEncoding['y']> {
  return {
    field: 'phase',
    type: 'nominal',
    scale: { domain: rows.map(({ phase }) => phase), paddingInner: 0.3, paddingOuter: 0.2 },
    axis: { title: '', domain: false, ticks: false, labelLimit: 160, labelColor: theme.ink.light },
  };
}
