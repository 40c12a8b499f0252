import { studentTCdf } from './distributions.ts';
import { mean } from './moments.ts';

/**
 * Two-sided p of Student's t-test of two means with one variance, pooled with n − 1 in each part. Where neither part
 * scatters, 0 for different means and 1 for equal ones.
 * @throws BenchError `SAMPLE_INVALID` for an empty part or a value that is not finite
 */
export function pooledTTest(one: readonly number[], other: readonly number[]): number {
  const difference = mean(one) - mean(other);
  const df = one.length + other.length - 2;
  const variance = (squaresAroundMean(one) + squaresAroundMean(other)) / df;
  if (variance === 0 || df === 0) return difference === 0 ? 1 : 0;
  const t = difference / Math.sqrt(variance * (1 / one.length + 1 / other.length));
  return 2 * studentTCdf(-Math.abs(t), df);
}

function squaresAroundMean(samples: readonly number[]): number {
  const centre = mean(samples);
  return samples.reduce((sum, sample) => sum + (sample - centre) ** 2, 0);
}
