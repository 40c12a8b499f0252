/** Kendall's S: pairs that two lists order alike minus pairs that they order oppositely; ties count nothing. */
export function concordance(xs: readonly number[], ys: readonly number[]): number {
  let s = 0;
  for (let later = 1; later < xs.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const x = Math.sign((xs[later] ?? NaN) - (xs[earlier] ?? NaN));
      s += x * Math.sign((ys[later] ?? NaN) - (ys[earlier] ?? NaN));
    }
  }
  // Not −0.
  return s + 0;
}
