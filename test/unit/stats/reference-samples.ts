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

/** Boot times of two arms, with ties across them. */
export const b8a: readonly number[] = [118.2, 119.4, 120.1, 120.6, 121.3, 122.4, 126.3, 142.7];
export const b8b: readonly number[] = [121.0, 122.4, 123.8, 124.9, 125.2, 126.3, 131.5, 187.4];

/** Two arms measured in pairs. */
export const pairedBase: readonly number[] = [
  118.2, 121.0, 119.4, 125.3, 120.1, 130.2, 122.4, 119.9, 127.8, 121.3,
];
export const pairedCandidate: readonly number[] = [
  121.9, 123.6, 121.5, 124.8, 125.0, 133.9, 125.1, 123.2, 130.1, 124.4,
];
/** Of each pair the logarithm of candidate over base. */
export const pairedLogRatios: readonly number[] = pairedCandidate.map((value, index) =>
  Math.log(value / (pairedBase[index] ?? NaN)),
);

/** Permeability of human chorioamnion at term and earlier, from Hollander and Wolfe (1973), as in R's help. */
export const termPermeability: readonly number[] = [
  0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46,
];
export const earlyPermeability: readonly number[] = [1.15, 0.88, 0.9, 0.74, 1.21];

/** Hamilton depression scores before and after therapy, from Hollander and Wolfe (1973): after less before. */
export const depressionBefore: readonly number[] = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
export const depressionAfter: readonly number[] = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

/** Ozone in New York in May and August 1973, as in R's `airquality`, without the missing days. */
export const ozoneMay: readonly number[] = [
  41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37,
];
export const ozoneAugust: readonly number[] = [
  39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
];

/** Three blocks of two values of each arm, with ties after alignment. */
export const threeBlocks: readonly { readonly base: number[]; readonly candidate: number[] }[] = [
  { base: [10, 11], candidate: [13, 14] },
  { base: [20, 22], candidate: [21, 25] },
  { base: [30, 31], candidate: [33, 36] },
];
