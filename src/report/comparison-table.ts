import type { Comparison, RunComparison } from '../model/comparison.ts';
import { displayScale } from '../model/format-number.ts';
import { formatP } from '../model/format-effect.ts';
import { byGravity, changeText, detectableText, intervalText, marginText } from '../model/comparison-text.ts';
import { formatWithUnit } from './metric-scale.ts';
import { cutApart } from './cut-apart.ts';
import { fitCell, toMarkdownTable } from './markdown.ts';

interface CellTexts {
  readonly sideText: SideText;
  /** A name, which a narrow terminal cuts to the width. */
  readonly nameOf: (name: string, width: number) => string;
}

/** One column with the order in which columns are dropped where there is no room: the highest first. */
interface Column {
  readonly title: string;
  readonly align: 'l' | 'r';
  readonly dropOrder: number;
  readonly cell: (comparison: Comparison, texts: CellTexts) => string;
}

const columns: readonly Column[] = [
  { title: 'verdict', align: 'l', dropOrder: 0, cell: ({ verdict }) => verdict },
  { title: 'metric', align: 'l', dropOrder: 1, cell: ({ metric }, { nameOf }) => nameOf(metric.id, 32) },
  { title: 'case', align: 'l', dropOrder: 0, cell: ({ caseId }, { nameOf }) => nameOf(caseId, 56) },
  { title: 'base', align: 'r', dropOrder: 5, cell: (each, { sideText }) => sideText(each, each.base.median) },
  {
    title: 'candidate',
    align: 'r',
    dropOrder: 4,
    cell: (each, { sideText }) => sideText(each, each.candidate.median),
  },
  { title: 'change', align: 'r', dropOrder: 0, cell: changeText },
  { title: 'interval', align: 'r', dropOrder: 2, cell: intervalText },
  { title: 'margin', align: 'r', dropOrder: 7, cell: marginText },
  {
    title: 'p',
    align: 'r',
    dropOrder: 3,
    cell: ({ test }) => (test === undefined ? '' : formatP(test.adjustedP, test.alpha)),
  },
  { title: 'would see', align: 'r', dropOrder: 6, cell: detectableText },
  { title: 'n', align: 'r', dropOrder: 8, cell: ({ base, candidate }) => `${base.count}+${candidate.count}` },
];

/** Only where a table has several. */
const armColumn: Column = {
  title: 'arm',
  align: 'l',
  dropOrder: 0,
  cell: ({ candidateId }, { nameOf }) => nameOf(candidateId, 32),
};

/** The width of a terminal, or none where the text is for a file. */
export interface TableOptions {
  readonly widthColumns?: number;
  /** Also comparisons that are only explored and show nothing. */
  readonly isAll: boolean;
}

/**
 * Comparisons as a Markdown table, worst first: the gated ones, then the explored ones that show a change. Where several
 * candidates are compared, one table each under its name. Columns are dropped in a fixed order until a line has room.
 */
export function formatComparisonTable(comparison: RunComparison, options: TableOptions): string {
  const tables = comparison.candidates.map(({ id }) => {
    const shown = shownOf(comparison, id, options);
    const title =
      comparison.candidates.length > 1 ? `${fitCell(id)} against ${fitCell(comparison.base.id)}\n\n` : '';
    return `${title}${formatComparisonRows(shown, options.widthColumns ?? Infinity)}`;
  });
  return tables.join('\n\n');
}

function shownOf(
  { comparisons }: RunComparison,
  candidateId: string,
  { isAll }: TableOptions,
): readonly Comparison[] {
  const ofCandidate = comparisons.filter((each) => each.candidateId === candidateId);
  const gated = ofCandidate.filter(({ isGated }) => isGated);
  const explored = ofCandidate.filter(
    ({ isGated, verdict }) => !isGated && (isAll || verdict === 'regressed' || verdict === 'improved'),
  );
  return [...byGravity(gated), ...byGravity(explored)];
}

/** A table of comparisons in their order, with the arm where they are of several; columns are dropped until no line is wider. */
export function formatComparisonRows(shown: readonly Comparison[], width: number): string {
  const isSeveral = new Set(shown.map(({ candidateId }) => candidateId)).size > 1;
  const all = isSeveral ? columns.toSpliced(3, 0, armColumn) : columns;
  const sideText = createSideText(shown);
  const dropOrders = [Infinity, ...all.map(({ dropOrder }) => dropOrder).toSorted((a, b) => b - a)];
  const whole = tableOf(shown, all, { sideText, nameOf: (name) => fitCell(name) });
  if (widthOf(whole) <= width) return whole;
  const texts = { sideText, nameOf: createNameText(shown) };
  const tables = dropOrders.map((limit) => {
    const kept = all.filter(({ dropOrder }) => dropOrder < Math.max(limit, 1));
    return tableOf(shown, kept, texts);
  });
  const fitting = tables.find((table) => widthOf(table) <= width);
  if (fitting !== undefined) return fitting;
  // The sentences below name metric and case whole.
  const least = all.filter(({ dropOrder }) => dropOrder < 1);
  const excess = widthOf(tables.at(-1) ?? '') - width;
  return tableOf(
    shown,
    least.map((column) => (column.title === 'case' ? cutColumn(column, shown, excess) : column)),
    texts,
  );
}

/** The cases with so many characters less, still different from each other. */
function cutColumn(column: Column, shown: readonly Comparison[], excess: number): Column {
  const ids = shown.map(({ caseId }) => caseId);
  const longest = Math.max(...ids.map((caseId) => Math.min(56, fitCell(caseId).length)));
  const cases = cutApart(ids, Math.max(leastCase, longest - excess));
  return { ...column, cell: ({ caseId }) => cases.get(caseId) ?? '' };
}

/** The heading has as many. */
const leastCase = 4;

function tableOf(shown: readonly Comparison[], kept: readonly Column[], texts: CellTexts): string {
  const rows = shown.map((comparison) =>
    kept.map(({ title, cell }) => {
      const text = cell(comparison, texts);
      return title === 'verdict' && !comparison.isGated ? `(${text})` : text;
    }),
  );
  return toMarkdownTable(
    [kept.map(({ title }) => title), ...rows],
    kept.map(({ align }) => align),
  );
}

function widthOf(table: string): number {
  return Math.max(...table.split('\n').map(({ length }) => length));
}

/** Different names of one table stay different ones. */
function createNameText(shown: readonly Comparison[]): CellTexts['nameOf'] {
  const names = shown.flatMap(({ metric, caseId, candidateId }) => [metric.id, caseId, candidateId]);
  const cuts = new Map<number, ReadonlyMap<string, string>>();
  return (name, width) => {
    const cut = cuts.get(width) ?? cutApart(names, width);
    cuts.set(width, cut);
    return cut.get(name) ?? fitCell(name, width);
  };
}

/** The median of one side of a comparison as text. */
export type SideText = (comparison: Comparison, median: number | undefined) => string;

/** All medians of a metric of a case in one scale: the base is the same for every candidate, and must read so. */
export function createSideText(comparisons: readonly Comparison[]): SideText {
  const medians = new Map<string, number[]>();
  for (const each of comparisons) {
    const values = [each.base.median, each.candidate.median].flatMap((value) => value ?? []);
    const key = keyOf(each);
    medians.set(key, [...(medians.get(key) ?? []), ...values]);
  }
  return (comparison, median) => {
    if (median === undefined) return 'no value';
    const { unit } = comparison.metric;
    return formatWithUnit(median, displayScale(medians.get(keyOf(comparison)) ?? [median], unit));
  };
}

function keyOf({ metric, caseId }: Comparison): string {
  return JSON.stringify([metric.id, caseId]);
}
