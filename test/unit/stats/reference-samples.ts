/** Small samples whose statistics are known from R, SciPy or full enumeration. */

/** Boot times in ms as they come: a hard floor, a right tail, a slow mode. */
export const boot20: readonly number[] = [
  118.2, 119.0, 119.4, 119.9, 120.1, 120.1, 120.6, 121.0, 121.3, 121.9, 122.4, 123.0, 123.8, 124.9, 126.3,
  128.8, 131.5, 142.7, 187.4, 243.9,
];
export const s5: readonly number[] = [15, 20, 35, 40, 50];
export const t10: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/**
 * NumAcc4 of the NIST Statistical Reference Datasets: mean 10000000.2 and standard deviation 0.1 are exact, and
 * formulas that subtract large squares lose them.
 */
export const numAcc4: readonly number[] = [
  10_000_000.2,
  ...Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? 10_000_000.1 : 10_000_000.3)),
];
