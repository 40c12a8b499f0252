import type { ShareCount } from '../model/share-count.ts';
import { candidateHits, twoSidedP } from './hypergeometric.ts';

/**
 * Fisher's exact test of two shares, two-sided by adding up all tables that are at most as likely as the observed one.
 * An arm without runs tells nothing: 1.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function fisherExact(base: ShareCount, candidate: ShareCount): number {
  return twoSidedP(candidateHits(base, candidate), candidate.hits);
}
