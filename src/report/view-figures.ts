import type { PairKey, SeriesKey } from '../model/figures/series-key.ts';
import type { BenchmarkView } from './benchmark-view.ts';
import type { Series } from './series.ts';

/** The figure of one series. */
export function figureOf<Figure extends SeriesKey>(
  figures: readonly Figure[],
  { run, caseId, armId }: Series,
): Figure | undefined {
  return figures.find(
    (figure) => figure.runLabel === run.label && figure.caseId === caseId && figure.armId === armId,
  );
}

/** Those figures of pairs whose case is of the view. */
export function pairFigures<Figure extends PairKey>(
  figures: readonly Figure[],
  { series }: BenchmarkView,
): readonly Figure[] {
  const caseIds = new Set(series.map(({ caseId }) => caseId));
  return figures.filter(({ caseId }) => caseIds.has(caseId));
}

/** The case's label, with the candidate where there are several. */
export function pairLabel({ report, series }: BenchmarkView, { caseId, candidateId }: PairKey): string {
  const place = series.find((one) => one.caseId === caseId)?.caseLabel ?? caseId;
  return (report.comparison?.candidates.length ?? 0) > 1 ? `${place} ${candidateId}` : place;
}
