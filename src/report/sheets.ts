import { byCase, type BenchmarkView } from './benchmark-view.ts';
import type { Series } from './series.ts';

/**
 * Height in px that the panels of one chart may take. With its heading, its caption and its axes a chart then keeps to a sheet of
 * A4 or Letter, and is not made smaller than its width asks for.
 */
export const sheetPx = 700;

/** About how high in px a chart becomes by one case, of which these are the series. */
export type CaseHeight = (series: readonly Series[], view: BenchmarkView) => number;

/**
 * The view as often as its chart needs sheets: a few cases a sheet, in their order and evenly. Cases of which nothing is drawn are
 * left out, unless all have room on one sheet.
 */
export function viewsOnSheets(
  view: BenchmarkView,
  heightPx: CaseHeight,
  isDrawn: (view: BenchmarkView) => boolean,
): readonly BenchmarkView[] {
  const cases = byCase(view.series);
  const highest = Math.max(1, ...cases.map((series) => heightPx(series, view)));
  const most = Math.max(1, Math.floor(sheetPx / highest));
  if (cases.length <= most) return [view];
  const drawn = cases.filter((series) =>
    isDrawn({ ...view, series, part: { number: 1, count: 1, whole: view } }),
  );
  return evenly(drawn, most).map((part, index, parts) => {
    const ids = new Set(part.flat().map(({ caseId }) => caseId));
    const series = view.series.filter(({ caseId }) => ids.has(caseId));
    return { ...view, series, part: { number: index + 1, count: parts.length, whole: view } };
  });
}

/** The items in as few groups of at most so many as it takes, of which none is much smaller than the others. */
export function evenly<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / most);
  const size = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** The view of all cases, for what is the same on each sheet: units, axes and the meaning of colours. */
export function wholeOf(view: BenchmarkView): BenchmarkView {
  return view.part?.whole ?? view;
}

/** "Trials of boot.guest (1 of 2)" where there are several sheets. */
export function sheetTitle({ part }: BenchmarkView, title: string): string {
  return part === undefined || part.count === 1
    ? title
    : `${title} (${String(part.number)} of ${String(part.count)})`;
}
