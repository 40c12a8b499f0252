/**
 * Intervals of a share of runs and of the difference of two. The reference for all of them is Newcombe, Statistics in
 * Medicine 17 (1998), 857–872 and 873–890.
 */
import { BenchError } from '../base/errors.ts';
import type { Interval } from '../model/interval.ts';
import { checkShare } from './check-samples.ts';
import { betaQuantile, normalQuantile } from './distributions.ts';
import type { ShareCount } from '../model/share-count.ts';
import { checkHitCount } from './hit-count.ts';

export interface ShareQuestion extends ShareCount {
  /** 0.95 unless told. */
  readonly confidence?: number;
}

/**
 * Exact interval (Clopper and Pearson 1934): covers the true share at least as often as asked, mostly more often;
 * `coverage` is the asked one.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function clopperPearson(question: ShareQuestion): Interval {
  const { hits, count, confidence } = checkQuestion(question);
  const tail = (1 - confidence) / 2;
  return {
    lower: hits === 0 ? 0 : betaQuantile(tail, hits, count - hits + 1),
    upper: hits === count ? 1 : betaQuantile(1 - tail, hits + 1, count - hits),
    coverage: confidence,
  };
}

/**
 * Score interval without continuity correction (Wilson 1927): covers as often as asked on average over all true shares,
 * for some less.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function wilson(question: ShareQuestion): Interval {
  const { hits, count, confidence } = checkQuestion(question);
  const z = normalQuantile((1 + confidence) / 2);
  const centre = hits + (z * z) / 2;
  const reach = z * Math.sqrt((hits * (count - hits)) / count + (z * z) / 4);
  return {
    // Exactly 0 and 1 at the ends, where the difference leaves a rounding error.
    lower: hits === 0 ? 0 : (centre - reach) / (count + z * z),
    upper: hits === count ? 1 : (centre + reach) / (count + z * z),
    coverage: confidence,
  };
}

export interface DifferenceQuestion {
  readonly base: ShareCount;
  readonly candidate: ShareCount;
  /** 0.95 unless told. */
  readonly confidence?: number;
}

/** Candidate minus base. */
export interface ShareDifference {
  readonly difference: number;
  /** Covers as often as asked on average. */
  readonly interval: Interval;
}

/**
 * Difference of two independent shares, its interval put together from the score intervals of both (Newcombe's method 10).
 * @throws BenchError `SAMPLE_INVALID`
 */
export function newcombeDifference({ base, candidate, confidence }: DifferenceQuestion): ShareDifference {
  const asked = confidence === undefined ? {} : { confidence };
  const ofBase = wilson({ ...base, ...asked });
  const ofCandidate = wilson({ ...candidate, ...asked });
  const baseShare = base.hits / base.count;
  const share = candidate.hits / candidate.count;
  const difference = share - baseShare;
  const lower = difference - Math.hypot(share - ofCandidate.lower, ofBase.upper - baseShare);
  const upper = difference + Math.hypot(ofCandidate.upper - share, baseShare - ofBase.lower);
  return { difference, interval: { lower, upper, coverage: ofBase.coverage } };
}

/**
 * The share that is ruled out from above, one-sided, when none of `count` runs was a hit: about 3/count at 95 %.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function upperBoundAfterNone(count: number, confidence = 0.95): number {
  checkQuestion({ hits: 0, count, confidence });
  return -Math.expm1(Math.log1p(-confidence) / count);
}

function checkQuestion({ hits, count, confidence = 0.95 }: ShareQuestion): Required<ShareQuestion> {
  checkShare(confidence, 'a confidence');
  checkHitCount({ hits, count });
  if (count === 0) throw new BenchError('SAMPLE_INVALID', 'Cannot compute a share: there are no runs');
  return { hits, count, confidence };
}
