import { midRanks } from './ranks.ts';

export interface PettittTest {
  /** The largest difference between the pairs that ascend and those that descend across a split. */
  readonly k: number;
  /** Where the second part begins; the first of several splits that are alike. */
  readonly index: number;
  /** Two-sided, by the approximation that is good for p below a half. */
  readonly p: number;
}

/**
 * Whether the level of a series changes once, and where (Pettitt 1979). By ranks, so that spikes move nothing.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function pettitt(series: readonly number[]): PettittTest {
  const n = series.length;
  let rankSum = 0;
  let found = { k: 0, index: 0 };
  for (const [before, rank] of midRanks(series).entries()) {
    rankSum += rank;
    const index = before + 1;
    const k = Math.abs(2 * rankSum - index * (n + 1));
    if (k > found.k) found = { k, index };
  }
  return { ...found, p: Math.min(1, 2 * Math.exp((-6 * found.k ** 2) / (n ** 3 + n ** 2))) };
}
