/** A split of a series into what comes before `index` and what begins there. */
export interface EnergySplit {
  readonly index: number;
  /** Q̂ of Matteson and James (JASA 2014): the scaled energy distance of the two parts. */
  readonly q: number;
}

/**
 * The split whose parts differ most in distribution, the first of several that are alike; undefined where two parts of at
 * least `minimumSegment` values do not fit. The sums of distances within and between the parts are carried from one
 * split to the next, as one value moves over: O(n²).
 * @param minimumSegment at least 2: one value has no distance to another
 */
export function bestSplit(series: readonly number[], minimumSegment: number): EnergySplit | undefined {
  const n = series.length;
  const { toEarlier, toLater } = sumsOfDistances(series);
  const sums = { before: 0, after: toLater.reduce((sum, distances) => sum + distances, 0), between: 0 };
  let best: EnergySplit | undefined;
  for (let index = 1; index <= n - minimumSegment; index += 1) {
    const earlier = toEarlier[index - 1] ?? NaN;
    const later = toLater[index - 1] ?? NaN;
    sums.before += earlier;
    sums.after -= later;
    sums.between += later - earlier;
    if (index < minimumSegment) continue;
    const q = scaledEnergy(sums, { before: index, after: n - index });
    if (q > (best?.q ?? -Infinity)) best = { index, q };
  }
  return best;
}

/** For each value, the sums of its distances to all earlier and to all later ones. */
function sumsOfDistances(series: readonly number[]): {
  readonly toEarlier: Float64Array;
  readonly toLater: Float64Array;
} {
  const values = Float64Array.from(series);
  const toEarlier = new Float64Array(values.length);
  const toLater = new Float64Array(values.length);
  for (const [later, value] of values.entries()) {
    let sum = 0;
    for (let earlier = 0; earlier < later; earlier += 1) {
      const distance = Math.abs(value - (values[earlier] ?? NaN));
      sum += distance;
      toLater[earlier] = (toLater[earlier] ?? NaN) + distance;
    }
    toEarlier[later] = sum;
  }
  return { toEarlier, toLater };
}

interface Parts {
  readonly before: number;
  readonly after: number;
}

function scaledEnergy(sums: Parts & { readonly between: number }, counts: Parts): number {
  const { before, after } = counts;
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const energy =
    (2 * sums.between) / (before * after) - sums.before / pairs(before) - sums.after / pairs(after);
  return ((before * after) / (before + after)) * energy;
}
