/**
 * Widths of a Gaussian kernel for a density estimate. The rules of thumb suppose one normal hump; with a tail or a
 * second mode they smooth it away, the more the more they trust the standard deviation.
 */
import { BenchError } from '../base/errors.ts';
import { sampleStandardDeviation } from './moments.ts';
import { quantileType7 } from './quantile.ts';

/**
 * (4/3n)^⅕ standard deviations: the best for a normal distribution and far too wide for spiky ones.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function bandwidthNormal(samples: readonly number[]): number {
  return sampleStandardDeviation(samples) * (4 / (3 * samples.length)) ** 0.2;
}

/**
 * Silverman's rule (1986, equation 3.31): `bw.nrd0` of R.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function bandwidthNrd0(samples: readonly number[]): number {
  return 0.9 * robustScale(samples, 1.34) * samples.length ** -0.2;
}

/**
 * Scott's variation (1992) of Silverman's rule: `bw.nrd` of R.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function bandwidthNrd(samples: readonly number[]): number {
  return 1.06 * robustScale(samples, 1.34) * samples.length ** -0.2;
}

/**
 * Sheather and Jones's rule (1991), which solves an equation for the width instead of supposing a normal distribution.
 * Over all pairs of samples, O(n²) a step; `bw.SJ` of R sorts the distances into 1000 bins first and solves less
 * exactly, so that the two agree to about 3 digits.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples, a value that is not finite, or where half of the
 * samples are equal
 */
export function bandwidthSheatherJones(samples: readonly number[]): number {
  const n = samples.length;
  const scale = robustScale(samples, 1.349);
  if (scale === 0) {
    throw new BenchError('SAMPLE_INVALID', 'Cannot compute the bandwidth: half of the samples are equal');
  }
  const distances = pairDistances(samples);
  const curvature = (width: number): number => kernelSum({ distances, n, width, order: 4 });
  const sixth = -kernelSum({ distances, n, width: 1.23 * scale * n ** (-1 / 9), order: 6 });
  const ratio = 1.357 * (curvature(1.24 * scale * n ** (-1 / 7)) / sixth) ** (1 / 7);
  const excess = (width: number): number =>
    (1 / (2 * Math.sqrt(Math.PI) * n * curvature(ratio * width ** (5 / 7)))) ** 0.2 - width;
  let upper = 1.144 * scale * n ** -0.2;
  while (excess(upper) > 0) upper *= 1.2;
  let lower = upper / 10;
  while (excess(lower) < 0) lower /= 1.2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (lower + upper) / 2;
    if (excess(middle) > 0) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}

/** The smaller of the standard deviation and what the interquartile range says it is. */
function robustScale(samples: readonly number[], rangeOfNormal: number): number {
  const deviation = sampleStandardDeviation(samples);
  const range = quantileType7(samples, 0.75) - quantileType7(samples, 0.25);
  return Math.min(deviation, range / rangeOfNormal);
}

function pairDistances(samples: readonly number[]): Float64Array {
  const distances = new Float64Array((samples.length * (samples.length - 1)) / 2);
  let count = 0;
  for (const [index, one] of samples.entries()) {
    for (const other of samples.slice(index + 1)) {
      distances[count] = one - other;
      count += 1;
    }
  }
  return distances;
}

interface KernelSum {
  readonly distances: Float64Array;
  readonly n: number;
  readonly width: number;
  readonly order: 4 | 6;
}

/** Estimates the integral of the density times its 4th or 6th derivative. */
function kernelSum({ distances, n, width, order }: KernelSum): number {
  let sum = 0;
  for (const distance of distances) {
    const square = (distance / width) ** 2;
    const polynomial =
      order === 4 ? square ** 2 - 6 * square + 3 : square ** 3 - 15 * square ** 2 + 45 * square - 15;
    sum += Math.exp(-square / 2) * polynomial;
  }
  const ofSelf = order === 4 ? 3 : -15;
  return (2 * sum + n * ofSelf) / (n * (n - 1) * width ** (order + 1) * Math.sqrt(2 * Math.PI));
}
