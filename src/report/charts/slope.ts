import { optional } from '../../base/optional.ts';
import type { SlopeLine } from '../../model/figures/slope-line.ts';
import { displayScale, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import { formatPoint } from '../../model/plan.ts';
import { sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import type { ChartPanel } from '../render-charts.ts';
import { evenly, sheetTitle } from '../sheets.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, type Chart } from './chart.ts';
import { axisEncoding, linePanel, type LineAxis } from './line-panel.ts';
import { inRows } from './panel-rows.ts';
import { seriesStyle, type SeriesStyle } from './series-style.ts';
import { sideEncoding } from './side-encoding.ts';

const panelWidthPx = 320;
const panelHeightPx = 160;
/** Three rows of two fill a sheet. */
const mostPanels = 6;
/** How far dots of one value are spread, as a share of the axis. */
const spreadShare = 0.035;
/** Its multiples spread evenly over 0 to 1, whatever their number. */
const goldenShare = 0.618_033_988_749_895;

/** A fitted line with the side that it is of. */
interface SidedLine extends SlopeLine {
  readonly side: string;
}

/** How metrics grow with a parameter: a dot a trial, the fitted line, and the band of its slope's interval. */
export function slopeChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark, series } = view;
  const sides = new Map(series.map(({ run, armId, side }) => [`${run.label}\n${armId}`, side]));
  const lines = report.figures.slopeLines
    .filter(({ slope }) => slope.benchmarkId === benchmark.id)
    .flatMap((line): readonly SidedLine[] => {
      const side = sides.get(`${line.runLabel}\n${line.slope.armId}`);
      return side === undefined ? [] : [{ ...line, side }];
    });
  if (lines.length === 0) return undefined;
  const style = seriesStyle(sidesOf(view));
  const groups = groupsOf(lines);
  const overs = [...new Set(lines.map(({ slope }) => slope.over))].join(', ');
  const title = sheetTitle(view, `Growth with ${overs}`);
  const subtitle = `${benchmark.id}, line and slope by Theil and Sen`;
  const altText = `${title}. ${lines.map(describe).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'slope'),
    title,
    altText,
    sentence: sentenceOf(lines),
    spec: composeSpec(
      { title, subtitle, altText, colors: 'shared' },
      inRows(
        groups.map((group) => panelOf(group, style)),
        2,
      ),
    ),
  };
}

/** The view as often as its chart needs sheets, with the lines of one sheet each. */
export function slopeSheets(view: BenchmarkView): readonly BenchmarkView[] {
  const { report, benchmark } = view;
  const own = report.figures.slopeLines.filter(({ slope }) => slope.benchmarkId === benchmark.id);
  const sheets = evenly(groupsOf(own), mostPanels);
  if (sheets.length <= 1) return [view];
  return sheets.map((groups, index) => ({
    ...view,
    report: { ...report, figures: { ...report.figures, slopeLines: groups.flat() } },
    part: { number: index + 1, count: sheets.length, whole: view },
  }));
}

/** Lines of one metric over one parameter at the same other ones share a panel. */
function groupsOf<Line extends SlopeLine>(lines: readonly Line[]): readonly (readonly Line[])[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.slope.metric.id, line.slope.over, line.slope.at]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

function panelOf(group: readonly SidedLine[], style: SeriesStyle): ChartPanel {
  const [first] = group;
  const xs = group.flatMap(({ points }) => points.map(({ x }) => x));
  const values = group.flatMap(({ points, line }) => [
    ...points.map(({ y }) => y),
    ...line.flatMap(({ y, lower = y, upper = y }) => [y, lower, upper]),
  ]);
  const scale = displayScale(values, first?.slope.metric.unit ?? 'count');
  const domain = paddedDomain(xs, 0.06);
  const x: LineAxis = { title: first?.slope.over ?? '', domain, ...optional('ticks', ticksOf(xs)) };
  const y: LineAxis = {
    title: unitLabel(scale.unit),
    domain: paddedDomain(
      values.map((value) => value / scale.divisor),
      0.06,
    ),
  };
  const { color, shape } = sideEncoding(style);
  const sides = [...new Set(group.map(({ side }) => side))];
  const spread = (spreadShare * (domain[1] - domain[0])) / Math.sqrt(sides.length);
  return linePanel({
    title: [first?.slope.metric.id ?? '', formatPoint(first?.slope.at ?? {})].filter(Boolean).join(', '),
    widthPx: panelWidthPx,
    heightPx: panelHeightPx,
    x,
    y,
    style,
    rows: group.flatMap((each) => lineRows(each, scale)),
    interval: 'band',
    line: 'straight',
    hasPoints: false,
    below: [
      {
        data: {
          values: group.flatMap((each) => dotRows(each, scale, { sides, spread })),
        },
        mark: { type: 'point', size: 14, strokeWidth: 1, opacity: 0.55 },
        encoding: { x: axisEncoding('x', x), y: axisEncoding('y', y), color, shape },
      },
    ],
  });
}

/** The values that were measured, as long as they are few. */
function ticksOf(xs: readonly number[]): readonly number[] | undefined {
  const distinct = [...new Set(xs)].sort((a, b) => a - b);
  return distinct.length <= 5 ? distinct : undefined;
}

function lineRows(
  { side, line }: SidedLine,
  { divisor }: DisplayScale,
): Parameters<typeof linePanel>[0]['rows'] {
  return line.map(({ x, y, lower, upper }) => ({
    side,
    x,
    y: y / divisor,
    ...optional('lower', lower === undefined ? undefined : lower / divisor),
    ...optional('upper', upper === undefined ? undefined : upper / divisor),
  }));
}

/** Each side has its own place beside the value, so that none covers another. */
function dotRows(
  { side, points }: SidedLine,
  { divisor }: DisplayScale,
  { sides, spread }: { readonly sides: readonly string[]; readonly spread: number },
): readonly { readonly side: string; readonly point: string; readonly x: number; readonly y: number }[] {
  const shift = sides.indexOf(side) - (sides.length - 1) / 2;
  return points.map(({ x, y }, index) => ({
    side,
    point: side,
    x: x + (shift + ((index * goldenShare) % 1) - 0.5) * spread,
    y: y / divisor,
  }));
}

/** "memory.vmm_rss, state=booted: 0.0123 KiB for each 1 more of memMib, 95 % interval 0.0100 to 0.0150, n = 60". */
function describe({ slope: { metric, at, over, slope, interval, count }, side }: SidedLine): string {
  const place = [metric.id, formatPoint(at), side].filter(Boolean).join(', ');
  const range =
    interval === undefined
      ? 'too few for an interval'
      : `95 % interval ${digits(interval.lower)} to ${digits(interval.upper)}`;
  const unit = metric.unit === 'count' ? '' : ` ${unitLabel(metric.unit)}`;
  return `${place}: ${digits(slope)}${unit} for each 1 more of ${over}, ${range}, n = ${count}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function sentenceOf(lines: readonly SidedLine[]): string {
  const growing = lines.filter(({ slope: { interval } }) => interval !== undefined && interval.lower > 0);
  const falling = lines.filter(({ slope: { interval } }) => interval !== undefined && interval.upper < 0);
  const [shown] = [...growing, ...falling, ...lines];
  const thinned = Math.max(...lines.map(({ keptOneIn }) => keptOneIn));
  return [
    `${growing.length} of ${lines.length} lines rise and ${falling.length} fall beyond doubt${shown === undefined ? '' : `; ${describe(shown)}`}.`,
    'Dots are trials, spread sideways so that they can be told apart.',
    ...(thinned > 1 ? [`Where there are more than 2000, every ${thinned}th or fewer is drawn.`] : []),
    "The band holds the lines through the medians whose slope lies in the slope's 95 % interval: it is the doubt of the slope " +
      'alone, and has no width at the median of the parameter.',
  ].join(' ');
}
