import { BenchError } from '../base/errors.ts';
import type { ShareCount } from '../model/share-count.ts';

/**
 * Guards every statistic of counts; a count of 0 passes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkHitCount({ hits, count }: ShareCount): void {
  if (Number.isSafeInteger(count) && Number.isInteger(hits) && hits >= 0 && hits <= count) return;
  const text = `Cannot count hits: ${String(hits)} of ${String(count)} is no share`;
  throw new BenchError('SAMPLE_INVALID', text);
}
