import type { Curve, Plot } from './case-plots.ts';
import { thin } from './thin.ts';

/** More dots than this in one picture hide one another, and make a page heavy. */
export const mostDots = 2000;
/** Of each series, however many there are. */
export const leastDots = 200;
const goldenShare = (Math.sqrt(5) - 1) / 2;

/** The dots of one series. */
export interface SeriesDots {
  readonly curve: Curve;
  /** In the display unit; the jitter is from -1 to 1. */
  readonly dots: readonly { readonly value: number; readonly jitter: number }[];
  /** 1 where every trial has its dot. */
  readonly step: number;
  /** Of those beyond the whiskers; 1 where each has its dot. */
  readonly outsideStep: number;
}

/**
 * One dot a trial; of crowds the extremes, the outliers, and every k-th of the others in the order of their values. Outliers that are
 * more than half of a crowd are thinned as well.
 */
export function dotsOf(
  { curves, scale }: Pick<Plot, 'curves' | 'scale'>,
  seriesCount: number,
): readonly SeriesDots[] {
  const most = Math.max(leastDots, Math.floor(mostDots / seriesCount));
  return curves.map((curve) => {
    const { lowerWhisker, upperWhisker } = curve.figure.box;
    const [lower, upper] = [lowerWhisker / scale.divisor, upperWhisker / scale.divisor];
    const { items, step, alwaysStep } = thin(curve.values, {
      most,
      isAlways: (value) => value < lower || value > upper,
    });
    return {
      curve,
      step,
      outsideStep: alwaysStep,
      dots: items.map((value, index) => ({ value, jitter: jitterOf(index) })),
    };
  });
}

/** Parts of the golden ratio by rank: dots that lie next to one another are kept apart, the same each time. */
function jitterOf(rank: number): number {
  const place = (rank + 0.5) * goldenShare;
  return Number((2 * (place - Math.floor(place)) - 1).toFixed(3));
}
