/** Series in time order whose trends and changes are known. */

/** A series in the order of its runs that drifts. */
export const drifting: readonly number[] = [
  120.1, 119.9, 120.6, 121.0, 120.1, 121.9, 121.3, 122.4, 123.0, 122.4,
];

/** Steps up by 4 % after the first 18. */
export const step30: readonly number[] = [
  120.3, 119.6, 120.9, 120.1, 119.8, 120.5, 121.0, 119.9, 120.4, 120.0, 120.7, 119.5, 120.2, 120.6, 119.9,
  120.3, 120.8, 120.1, 124.9, 125.3, 124.6, 125.8, 124.4, 125.1, 125.0, 124.7, 125.5, 124.8, 125.2, 125.4,
];

/** Halves after the first 10; from the tests of Hunter. */
export const halving20: readonly number[] = [
  1.02, 0.95, 0.99, 1.0, 1.12, 1.0, 1.01, 0.98, 1.01, 0.96, 0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5,
  0.49,
];
