import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import { formatWithUnit } from '../metric-scale.ts';
import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import { textWidthPx } from '../text-width.ts';
import { axisPositionPx, type AxisDomain } from './axis-domain.ts';
import type { PhaseSegment, PhaseStack } from './phase-stack.ts';
import { rowLabels, rowLabelsPx } from './row-labels.ts';
import { chartFontPx, onPhaseInk, phaseColor, phaseOrder, theme } from './theme.ts';

const barsWidthPx = 580;
const rowHeightPx = 40;
const segmentPaddingPx = 4;

/** The axis that all sheets share. */
export interface PhaseAxis {
  readonly scale: DisplayScale;
  /** The longest of the mean trials. */
  readonly mostUs: number;
}

/** A bar a case and arm: name and counts on the left, the total at the end, names in the segments that have room. */
export function phasePanel(stacks: readonly PhaseStack[], { scale, mostUs }: PhaseAxis): ChartPanel {
  const domain: AxisDomain = [0, mostUs / scale.divisor];
  const segments = stacks.flatMap((stack) =>
    stack.segments.map((segment) => segmentRow(stack, segment, { scale, domain })),
  );
  const totals = stacks.map(({ label, counts, totalUs }) => ({
    series: label,
    counts,
    end: totalUs / scale.divisor,
    text: formatWithUnit(totalUs, scale),
  }));
  const labels = stacks.map(({ label }) => label);
  return {
    width: barsWidthPx,
    height: { step: rowHeightPx },
    encoding: {
      y: {
        field: 'series',
        type: 'nominal',
        scale: { domain: labels, paddingInner: 0.35, paddingOuter: 0.2 },
        axis: null,
      },
    },
    layer: [
      segmentBars(segments, domain, `mean duration (${unitLabel(scale.unit)})`),
      {
        data: { values: segments.filter(({ label }) => label !== '') },
        mark: { type: 'text', color: onPhaseInk, fontSize: chartFontPx.small },
        encoding: { x: { field: 'middle', type: 'quantitative' }, text: { field: 'label', type: 'nominal' } },
      },
      {
        data: { values: totals },
        mark: { type: 'text', align: 'left', dx: 6, fontWeight: 'bold' },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'text', type: 'nominal' } },
      },
      ...rowLabels(totals, rowLabelsPx(totals)),
    ],
  };
}

interface SegmentRow {
  readonly series: string;
  readonly phase: string;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly mean: string;
  /** Empty where it does not fit. */
  readonly label: string;
}

function segmentRow(
  { label: series }: PhaseStack,
  { phase, meanUs, fromUs, toUs }: PhaseSegment,
  { scale, domain }: { readonly scale: DisplayScale; readonly domain: AxisDomain },
): SegmentRow {
  const from = fromUs / scale.divisor;
  const to = toUs / scale.divisor;
  const mean = formatScaled(meanUs, scale);
  const roomPx = axisPositionPx(to - from, domain, barsWidthPx) - 2 * segmentPaddingPx;
  const label = [`${phase} ${mean}`, phase].find(
    (text) => textWidthPx(text, { sizePx: chartFontPx.small, isBold: false }) <= roomPx,
  );
  return { series, phase, from, to, middle: (from + to) / 2, mean, label: label ?? '' };
}

function segmentBars(rows: readonly SegmentRow[], domain: AxisDomain, title: string): ChartLayer {
  const present = phaseOrder.filter((name) => rows.some(({ phase }) => phase === name));
  return {
    data: { values: [...rows] },
    mark: { type: 'bar', stroke: theme.paper.light, strokeWidth: 0.75 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: [...domain], nice: false, zero: true },
        axis: { title, tickCount: 8 },
      },
      x2: { field: 'to' },
      color: {
        field: 'phase',
        type: 'nominal',
        scale: { domain: [...present], range: present.map(phaseColor) },
        legend: { orient: 'bottom', columns: 8, title: '', symbolType: 'square', symbolStrokeWidth: 0 },
      },
    },
  };
}
