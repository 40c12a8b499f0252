import { binomialWindow } from './binomial.ts';
import { candidateHits } from './hypergeometric.ts';
import type { ShareCount } from '../model/share-count.ts';
import { checkHitCount } from './hit-count.ts';

/** Fisher's p of two tables may be the same but for rounding. */
const tolerance = 1 + 1e-7;
/** The common share is sought on this many steps, then once more between the neighbours of the best. */
const steps = 500;

/**
 * Boschloo's exact test of two shares (1970), two-sided by doubling the smaller side. Fisher's one-sided p only puts the
 * tables in order; the test's p is the probability of a table that is at least as far out, at the common share where
 * it is largest. It finds more than Fisher's test where the hits were not fixed in advance, which they never are, and
 * costs a look at all tables: for counts up to some hundreds. An arm without runs tells nothing: 1.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function boschloo(base: ShareCount, candidate: ShareCount): number {
  checkHitCount(base);
  checkHitCount(candidate);
  if (base.count === 0 || candidate.count === 0) return 1;
  return Math.min(1, 2 * Math.min(oneSided(base, candidate), oneSided(candidate, base)));
}

/** Against a candidate that hits more often. */
function oneSided(base: ShareCount, candidate: ShareCount): number {
  const thresholds = findThresholds(base, candidate);
  const probability = (share: number): number => {
    const ofBase = binomialWindow(base.count, share);
    const tails = upperTails(binomialWindow(candidate.count, share), candidate.count);
    return ofBase.probabilities.reduce((sum, each, offset) => {
      const threshold = thresholds[ofBase.first + offset] ?? NaN;
      return sum + each * (tails[threshold] ?? 0);
    }, 0);
  };
  const coarse = largest(probability, { from: 0, to: 1 });
  const fine = largest(probability, {
    from: Math.max(0, coarse.share - 1 / steps),
    to: Math.min(1, coarse.share + 1 / steps),
  });
  return Math.max(coarse.value, fine.value);
}

/** For each number of base hits the least number of candidate hits that is as far out as what was seen. */
function findThresholds(base: ShareCount, candidate: ShareCount): readonly number[] {
  const tailsByHits = Array.from({ length: base.count + candidate.count + 1 }, (_, hits) => {
    const ofBase = Math.min(hits, base.count);
    const distribution = candidateHits(
      { hits: ofBase, count: base.count },
      { hits: hits - ofBase, count: candidate.count },
    );
    return upperTails(distribution, candidate.count);
  });
  const fisher = (baseHits: number, hits: number): number => tailsByHits[baseHits + hits]?.[hits] ?? NaN;
  const limit = fisher(base.hits, candidate.hits) * tolerance;
  return Array.from({ length: base.count + 1 }, (_, baseHits) => {
    let hits = 0;
    while (hits <= candidate.count && fisher(baseHits, hits) > limit) hits += 1;
    return hits;
  });
}

/** P(at least k) for each k from 0 to the count. */
function upperTails(
  { first, probabilities }: { readonly first: number; readonly probabilities: readonly number[] },
  count: number,
): Float64Array {
  const tails = new Float64Array(count + 1);
  let tail = 0;
  for (let k = count; k >= 0; k -= 1) {
    tail += probabilities[k - first] ?? 0;
    tails[k] = tail;
  }
  return tails;
}

function largest(
  probability: (share: number) => number,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly share: number; readonly value: number } {
  const shares = Array.from({ length: steps - 1 }, (_, index) => from + ((index + 1) / steps) * (to - from));
  return shares
    .map((share) => ({ share, value: probability(share) }))
    .reduce((best, each) => (each.value > best.value ? each : best));
}
