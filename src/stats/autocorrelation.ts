/**
 * How much the values of a series in time order depend on those before them. Rare spikes hide the dependence: a lag-1
 * of .1 may stand for a series in which intervals that suppose independence cover far too seldom.
 */
import { BenchError } from '../base/errors.ts';
import { checkSamples } from './check-samples.ts';
import { chiSquareTail } from './chi-square.ts';
import { mean } from './moments.ts';

/**
 * Autocorrelation of values that are `lag` apart, by the sample's own mean and variance; 0 where all values are equal.
 * @throws BenchError `SAMPLE_INVALID` for a value that is not finite or a lag that the series does not have
 */
export function autocorrelation(series: readonly number[], lag: number): number {
  checkSamples(series, 'autocorrelation');
  if (!Number.isInteger(lag) || lag < 1 || lag >= series.length) {
    const text = `Cannot compute the autocorrelation: ${String(series.length)} samples have no lag of ${String(lag)}`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  const centre = mean(series);
  const deviations = series.map((value) => value - centre);
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const products = deviations
    .slice(lag)
    .reduce((sum, deviation, index) => sum + deviation * (deviations[index] ?? NaN), 0);
  return squares === 0 ? 0 : products / squares;
}

/**
 * Autocorrelation of neighbours.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function lag1(series: readonly number[]): number {
  return autocorrelation(series, 1);
}

/**
 * As many independent samples would tell the mean as well: n(1 − r)/(1 + r), as of a first-order autoregression. From 1
 * to n; neighbours that repel each other would give more than n, which no plan should count on.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function effectiveCount(series: readonly number[]): number {
  const r = lag1(series);
  const count = (series.length * (1 - r)) / (1 + r);
  return Math.min(series.length, Math.max(1, count));
}

export interface LjungBoxTest {
  readonly q: number;
  readonly p: number;
}

/**
 * Whether any of the first `lagCount` autocorrelations differs from 0 (Ljung and Box 1978).
 * @throws BenchError `SAMPLE_INVALID` for a value that is not finite or more lags than the series has
 */
export function ljungBox(series: readonly number[], lagCount: number): LjungBoxTest {
  const n = series.length;
  // The last one first, so that a lag that the series does not have is refused.
  const terms = Array.from({ length: lagCount }, (_, index) => {
    const lag = lagCount - index;
    return autocorrelation(series, lag) ** 2 / (n - lag);
  });
  const q = n * (n + 2) * terms.reduce((sum, term) => sum + term, 0);
  return { q, p: chiSquareTail(q, lagCount) };
}
