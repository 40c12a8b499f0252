import { binomialWindow } from './binomial.ts';
import { checkSamples } from './check-samples.ts';
import { tieTolerance } from './tie-tolerance.ts';

export interface SignTest {
  readonly positive: number;
  /** Differences that are not 0. */
  readonly count: number;
  /** Two-sided, exact. */
  readonly p: number;
}

/**
 * How unlikely so uneven a split of signs is; asks nothing of the differences but independence. Zeros are left out.
 * @throws BenchError `SAMPLE_INVALID` for no differences or one that is not finite
 */
export function signTest(differences: readonly number[]): SignTest {
  checkSamples(differences, 'sign test');
  const tolerance = tieTolerance(differences);
  const positive = differences.filter((difference) => difference > tolerance).length;
  const negative = differences.filter((difference) => difference < -tolerance).length;
  const count = positive + negative;
  if (count === 0) return { positive, count, p: 1 };
  const { first, probabilities } = binomialWindow(count, 0.5);
  const last = Math.min(positive, negative) - first;
  const tail = probabilities.reduce((sum, each, at) => (at <= last ? sum + each : sum), 0);
  // Of many thousand differences the window leaves out a tail that is below any p that matters.
  return { positive, count, p: Math.min(1, Math.max(Number.MIN_VALUE, 2 * tail)) };
}
