import type { BenchmarkView } from '../benchmark-view.ts';
import { pairFigures, pairLabel } from '../view-figures.ts';

/** Pictures that a reader of a comparison would look for and does not find, with the reason, a sentence each reason. */
export function notDrawn(view: BenchmarkView): readonly string[] {
  const missing = pairFigures(view.report.figures.quantileShifts, view).flatMap((shift) =>
    shift.kind === 'absent' ? [{ place: pairLabel(view, shift), reason: shift.reason }] : [],
  );
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const places = missing.filter((each) => each.reason === reason).map(({ place }) => place);
    return `The change by deciles is not drawn of ${places.join(', ')}: ${reason}.`;
  });
}
