import { BenchError } from '../base/errors.ts';

/**
 * Guards every statistic: a NaN would pass through sorting and averaging unseen, an empty list has no statistics.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkSamples(samples: readonly number[], statistic: string): void {
  if (samples.length === 0) {
    throw new BenchError('SAMPLE_INVALID', `Cannot compute the ${statistic}: there are no samples`);
  }
  const index = samples.findIndex((sample) => !Number.isFinite(sample));
  if (index !== -1) {
    throw new BenchError(
      'SAMPLE_INVALID',
      `Cannot compute the ${statistic}: sample ${String(index)} is ${String(samples[index])}`,
    );
  }
}

/**
 * A share strictly between 0 and 1: the probability of a quantile, the confidence of an interval.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkShare(share: number, name: string): void {
  if (share > 0 && share < 1) return;
  throw new BenchError(
    'SAMPLE_INVALID',
    `Cannot use ${String(share)} as ${name}: a number between 0 and 1 is needed`,
  );
}

/**
 * Ascending by value: a copy, or the samples themselves where they are in order already. JavaScript's own sort compares
 * texts, which puts 100 before 20.
 */
export function sortAscending(samples: readonly number[]): readonly number[] {
  return isAscending(samples) ? samples : Array.from(Float64Array.from(samples).sort());
}

function isAscending(samples: readonly number[]): boolean {
  let before = -Infinity;
  return samples.every((sample) => {
    // 0 after −0 is sorted, as a sort puts them.
    const isInOrder = sample > before || Object.is(sample, before);
    before = sample;
    return isInOrder;
  });
}
