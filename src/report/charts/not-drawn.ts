import type { PrecisionCurve } from '../../model/figures/precision-curve.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { pairFigures, pairLabel } from '../view-figures.ts';
import { precisionLabel } from './precision.ts';

interface Missing {
  readonly what: string;
  readonly place: string;
  readonly reason: string;
}

/** Pictures that a reader would look for and does not find, with the reason, a sentence each reason. */
export function notDrawn(view: BenchmarkView): readonly string[] {
  const missing = [...missingDeciles(view), ...missingPrecision(view)];
  const sentences = missing.map(({ what, reason }) => ({ what, reason, key: `${what}\n${reason}` }));
  const distinct = new Map(sentences.map((each) => [each.key, each]));
  return [...distinct.values()].map(({ what, reason }) => {
    const places = missing
      .filter((each) => each.what === what && each.reason === reason)
      .map(({ place }) => place);
    return `${what} is not drawn of ${places.join(', ')}: ${reason}.`;
  });
}

function missingDeciles(view: BenchmarkView): readonly Missing[] {
  return pairFigures(view.report.figures.quantileShifts, view).flatMap((shift) =>
    shift.kind === 'absent'
      ? [{ what: 'The change by deciles', place: pairLabel(view, shift), reason: shift.reason }]
      : [],
  );
}

/** A curve has two points: intervals of two numbers of trials. */
function missingPrecision(view: BenchmarkView): readonly Missing[] {
  return view.report.figures.precisionCurves.flatMap((curve) => {
    const place = precisionLabel(view, curve);
    if (place === undefined || curve.points.length > 1) return [];
    return [{ what: 'The precision', place, reason: whyNoCurve(curve) }];
  });
}

function whyNoCurve({ of, points: [only] }: PrecisionCurve): string {
  if (only !== undefined) {
    const side = of.kind === 'pair' ? ' a side' : '';
    return `only all of its trials, ${String(only.trials)}${side}, give an interval, and a curve has two`;
  }
  return of.kind === 'pair'
    ? 'its trials, or the runs that they are of, are too few for an interval of the change'
    : 'its trials are too few for an interval of the median';
}
