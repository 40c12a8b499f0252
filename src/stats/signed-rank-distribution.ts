/**
 * The distribution of Wilcoxon's signed-rank sum under the null hypothesis: probabilities of 0, 1, … for ranks that
 * each count with probability ½.
 * @param ranks whole numbers; mid-ranks are doubled before
 */
export function signedSumProbabilities(ranks: readonly number[]): Float64Array {
  const largest = ranks.reduce((total, rank) => total + rank, 0);
  const probabilities = new Float64Array(largest + 1);
  probabilities[0] = 1;
  for (const rank of ranks) {
    for (let at = largest; at >= 0; at -= 1) {
      // Halves are exact in binary.
      probabilities[at] = ((probabilities[at] ?? 0) + (probabilities[at - rank] ?? 0)) / 2;
    }
  }
  return probabilities;
}

/** Of n differences without ties: the ranks are 1, 2, … n. */
export function signedRankProbabilities(count: number): Float64Array {
  return signedSumProbabilities(Array.from({ length: count }, (_, index) => index + 1));
}

/** Of n differences without ties: n·(n + 1)·(2n + 1)/24. */
export function signedRankVariance(count: number): number {
  return (count * (count + 1) * (2 * count + 1)) / 24;
}
