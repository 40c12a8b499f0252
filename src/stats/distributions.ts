/**
 * Distribution functions and quantiles of the normal, Student-t and beta distributions, good to nine digits and more,
 * each tail on its own: a probability of 1e-300 has as many digits as one of a half.
 */
import { BenchError } from '../base/errors.ts';
import { checkShare } from './check-samples.ts';
import { logIncompleteBeta, logitOfBetaQuantile, logLogistic } from './incomplete-beta.ts';

/** From here on the continued fraction of the tail is used, below it the series. */
const seriesEnd = 3;
const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/**
 * P(Z ≤ z) of the standard normal distribution.
 * @throws BenchError `SAMPLE_INVALID` for NaN
 */
export function normalCdf(z: number): number {
  checkNumber(z, 'the normal distribution');
  const tail = Math.exp(logNormalDensity(z)) * millsRatio(Math.abs(z));
  return z < 0 ? tail : 1 - tail;
}

/**
 * P(|Z| ≥ |z|) of the standard normal distribution; never 0, since no p is.
 * @throws BenchError `SAMPLE_INVALID` for NaN
 */
export function twoSidedNormalP(z: number): number {
  return Math.max(Number.MIN_VALUE, 2 * normalCdf(-Math.abs(z)));
}

/**
 * The z with P(Z ≤ z) = p. Newton's method on the logarithm of the tail, from a point that is surely beyond the root.
 * @throws BenchError `SAMPLE_INVALID` for a p that is not between 0 and 1
 */
export function normalQuantile(p: number): number {
  checkShare(p, 'the probability of a quantile');
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  let distance = Math.sqrt(-2 * Math.log(2 * p));
  for (let round = 0; round < 100; round += 1) {
    const ratio = millsRatio(distance);
    const step = (logNormalDensity(distance) + Math.log(ratio) - Math.log(p)) * ratio;
    distance += step;
    if (Math.abs(step) <= 1e-15 * distance) break;
  }
  return -distance;
}

/**
 * P(T ≤ t) of Student's t distribution.
 * @param df degrees of freedom, above 0, need not be whole
 * @throws BenchError `SAMPLE_INVALID`
 */
export function studentTCdf(t: number, df: number): number {
  checkNumber(t, "Student's t distribution");
  if (t === 0) return 0.5;
  const square = t * t;
  const point = { logX: -Math.log1p(square / df), logY: -Math.log1p(df / square) };
  const tail = 0.5 * Math.exp(logIncompleteBeta(point, { a: df / 2, b: 0.5 }).log);
  return t < 0 ? tail : 1 - tail;
}

/**
 * The t with P(T ≤ t) = p.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function studentTQuantile(p: number, df: number): number {
  checkShare(p, 'the probability of a quantile');
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  const share = { log: Math.log(2 * p), logRest: Math.log1p(-2 * p) };
  const u = logitOfBetaQuantile(share, { a: df / 2, b: 0.5 });
  return -Math.sqrt(df) * Math.exp(-u / 2);
}

/**
 * P(X ≤ x) of the beta distribution, 0 below 0 and 1 above 1.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function betaCdf(x: number, a: number, b: number): number {
  checkNumber(x, 'the beta distribution');
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return Math.exp(logIncompleteBeta({ logX: Math.log(x), logY: Math.log1p(-x) }, { a, b }).log);
}

/**
 * The x with P(X ≤ x) = p.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkShare(p, 'the probability of a quantile');
  return Math.exp(logLogistic(logitOfBetaQuantile({ log: Math.log(p), logRest: Math.log1p(-p) }, { a, b })));
}

function logNormalDensity(z: number): number {
  return -0.5 * z * z - logRootTwoPi;
}

/** Tail beyond z over the density at z, for z from 0 on. */
function millsRatio(z: number): number {
  if (z < seriesEnd) return 0.5 / Math.exp(logNormalDensity(z)) - centralSeries(z);
  let fraction = z;
  for (let term = 80; term >= 1; term -= 1) fraction = z + term / fraction;
  return 1 / fraction;
}

/** (P(Z ≤ z) − ½) over the density at z: z + z³/3 + z⁵/15 + … (Marsaglia 2004). */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

function checkNumber(value: number, distribution: string): void {
  if (!Number.isNaN(value)) return;
  throw new BenchError('SAMPLE_INVALID', `Cannot compute ${distribution}: it is asked for at NaN`);
}
