import { formatScaled, type DisplayScale } from '../model/format-number.ts';
import type { HistoryPoint, HistorySeries } from '../model/history.ts';
import { html, nothing, type Html } from './html-template.ts';

const widthPx = 240;
const heightPx = 44;
const edgePx = 5;
/** More would lie closer than they are wide. */
const mostPoints = 40;

/**
 * The newest medians of a series with their intervals, in the order of their runs and evenly spaced; a dashed line stands before
 * the first run of a new level. Its colours are the page's.
 */
export function trendSvg({ points, changes }: HistorySeries, scale: DisplayScale): Html {
  const shown = points.slice(-mostPoints);
  const place = placer(shown);
  const path = shown.map(
    (point, index) => `${index === 0 ? 'M' : 'L'}${place.x(index)} ${place.y(point.median)}`,
  );
  const levels = shown.flatMap(({ runId }, index) =>
    index > 0 && changes.some((change) => change.runId === runId) ? [place.x(index - 0.5)] : [],
  );
  return html`<svg
    class="trend"
    role="img"
    aria-label="${describe(shown, scale)}"
    viewBox="0 0 ${widthPx} ${heightPx}"
    width="${widthPx}"
    height="${heightPx}"
  >
    ${levels.map((x) => html`<path class="level" d="M${x} 0V${heightPx}" />`)}
    ${shown.map((point, index) => intervalBar(point, place.x(index), place.y))}
    <path class="line" d="${path.join('')}" />
    ${shown.map((point, index) => dot(place.x(index), place.y(point.median), index === shown.length - 1))}
  </svg>`;
}

interface Placer {
  readonly x: (index: number) => string;
  readonly y: (value: number) => string;
}

/** To a tenth of a pixel: the same digits on every machine. */
function placer(points: readonly HistoryPoint[]): Placer {
  const values = points.flatMap(({ median, interval }) =>
    interval === undefined ? [median] : [median, interval.lower, interval.upper],
  );
  const lowest = Math.min(...values);
  const range = Math.max(...values) - lowest;
  const stepPx = points.length < 2 ? 0 : (widthPx - 2 * edgePx) / (points.length - 1);
  const innerPx = heightPx - 2 * edgePx;
  return {
    x: (index) => (points.length < 2 ? widthPx / 2 : edgePx + index * stepPx).toFixed(1),
    y: (value) => (edgePx + innerPx * (range === 0 ? 0.5 : 1 - (value - lowest) / range)).toFixed(1),
  };
}

function intervalBar({ interval }: HistoryPoint, x: string, y: Placer['y']): Html {
  if (interval === undefined) return nothing;
  return html`<path class="interval" d="M${x} ${y(interval.lower)}V${y(interval.upper)}" />`;
}

function dot(x: string, y: string, isLast: boolean): Html {
  return html`<circle cx="${x}" cy="${y}" r="${isLast ? 3 : 1.8}" />`;
}

function describe(points: readonly HistoryPoint[], scale: DisplayScale): string {
  const medians = points.map(({ median }) => formatScaled(median, scale));
  return `medians of ${points.length} runs, oldest first: ${medians.join(', ')}`;
}
