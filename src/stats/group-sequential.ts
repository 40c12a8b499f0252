/**
 * Bounds for looking at results before all of them are there, so that the looks together alarm falsely no more often than
 * one test would. α is spent as a function of the share of the information at hand (Lan and DeMets 1983); the bounds
 * follow by integrating over all paths that crossed none before (Armitage, McPherson and Rowe 1969).
 */
import { BenchError } from '../base/errors.ts';
import { checkShare } from './check-samples.ts';
import { normalCdf, normalQuantile } from './distributions.ts';

/**
 * How α is spent. `obrien-fleming`: α/2 on each side by O'Brien and Fleming's kind of function, as ldbounds and gsDesign
 * have it. `obrien-fleming-two-sided`: the same function of the whole α; it spends more of it early. `pocock`: α/2 on
 * each side, about evenly.
 */
export type Spending = 'obrien-fleming' | 'obrien-fleming-two-sided' | 'pocock';

export interface SpendingOptions {
  /** Shares of the planned information at the looks, ascending, the last at most 1. */
  readonly fractions: readonly number[];
  /** Of all looks together, two-sided. */
  readonly alpha: number;
  readonly spending: Spending;
}

/**
 * For each look the |z| from which on to stop; good to about 1e-6, and 40 for all that is farther out.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function spendingBounds({ fractions, alpha, spending }: SpendingOptions): readonly number[] {
  checkShare(alpha, 'an alpha');
  checkFractions(fractions);
  const bounds: number[] = [];
  let spent = 0;
  let paths = beginning;
  for (const fraction of fractions) {
    const spendable = spentPerSide(spending, { alpha, fraction });
    const look = nextLook(paths, fraction);
    const bound = findBound(look.crossing, spendable - spent);
    spent = spendable;
    paths = look.survivors(bound);
    bounds.push(bound);
  }
  return bounds;
}

/**
 * Pocock's bound (1977): the same |z| at each of several looks at equal steps.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function pocockBound(lookCount: number, alpha = 0.05): number {
  checkShare(alpha, 'an alpha');
  const fractions = Array.from({ length: lookCount }, (_, index) => (index + 1) / lookCount);
  checkFractions(fractions);
  return findBound((bound) => {
    let paths = beginning;
    let crossed = 0;
    for (const fraction of fractions) {
      const look = nextLook(paths, fraction);
      crossed += look.crossing(bound);
      paths = look.survivors(bound);
    }
    return crossed;
  }, alpha / 2);
}

function checkFractions(fractions: readonly number[]): void {
  const isAscending = fractions.every((fraction, index) => fraction > (fractions[index - 1] ?? 0));
  if (fractions.length > 0 && isAscending && (fractions.at(-1) ?? NaN) <= 1) return;
  const text = `Cannot plan looks at shares of ${fractions.join(', ')}: they must ascend from above 0 to at most 1`;
  throw new BenchError('SAMPLE_INVALID', text);
}

/** The probability of having crossed on one side by a share of the information. */
function spentPerSide(
  spending: Spending,
  { alpha, fraction }: { readonly alpha: number; readonly fraction: number },
): number {
  const obrienFleming = (whole: number): number =>
    2 * normalCdf(normalQuantile(whole / 2) / Math.sqrt(fraction));
  switch (spending) {
    case 'obrien-fleming':
      return obrienFleming(alpha / 2);
    case 'obrien-fleming-two-sided':
      return obrienFleming(alpha) / 2;
    case 'pocock':
      return (alpha / 2) * Math.log1p((Math.E - 1) * fraction);
  }
}

/** The paths that crossed no bound so far, by where their Brownian motion is: nodes and their probabilities. */
interface Paths {
  readonly fraction: number;
  readonly places: readonly number[];
  readonly probabilities: readonly number[];
}

const beginning: Paths = { fraction: 0, places: [0], probabilities: [1] };

interface Look {
  /** Probability of crossing the bound upwards here, and no bound before. */
  readonly crossing: (bound: number) => number;
  readonly survivors: (bound: number) => Paths;
}

function nextLook(before: Paths, fraction: number): Look {
  const step = Math.sqrt(fraction - before.fraction);
  const average = (ofPlace: (place: number) => number): number =>
    before.places.reduce(
      (sum, place, index) => sum + ofPlace(place) * (before.probabilities[index] ?? NaN),
      0,
    );
  return {
    crossing: (bound) => average((place) => normalCdf((place - bound * Math.sqrt(fraction)) / step)),
    survivors: (bound) => {
      // Beyond 9 standard deviations there is nothing to integrate.
      const edge = Math.min(bound, 9) * Math.sqrt(fraction);
      const { places, weights } = simpsonNodes(edge, step);
      const density = (to: number): number =>
        average((place) => Math.exp(-0.5 * ((to - place) / step) ** 2)) / (step * Math.sqrt(2 * Math.PI));
      return {
        fraction,
        places,
        probabilities: places.map((to, index) => density(to) * (weights[index] ?? NaN)),
      };
    },
  };
}

/** Simpson's rule from −edge to edge, its nodes dense against the width of the increments. */
function simpsonNodes(
  edge: number,
  step: number,
): { readonly places: readonly number[]; readonly weights: readonly number[] } {
  const intervals = 2 * Math.max(50, Math.ceil((8 * edge) / step));
  const width = (2 * edge) / intervals;
  const places = Array.from({ length: intervals + 1 }, (_, index) => -edge + index * width);
  const weights = places.map((_, index) => {
    const isEnd = index === 0 || index === intervals;
    return (width / 3) * (isEnd ? 1 : index % 2 === 1 ? 4 : 2);
  });
  return { places, weights };
}

/** The bound at which the probability falls to the target; crossing falls as the bound rises. */
function findBound(crossing: (bound: number) => number, target: number): number {
  let lower = 0;
  let upper = 40;
  for (let round = 0; round < 45; round += 1) {
    const middle = (lower + upper) / 2;
    if (crossing(middle) > target) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}
