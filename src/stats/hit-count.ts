import { BenchError } from '../base/errors.ts';

/** How many of `count` runs did what is counted: were slow, failed, exceeded a limit. */
export interface HitCount {
  readonly hits: number;
  readonly count: number;
}

/**
 * Guards every statistic of counts; a count of 0 passes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkHitCount({ hits, count }: HitCount): void {
  if (Number.isSafeInteger(count) && Number.isInteger(hits) && hits >= 0 && hits <= count) return;
  const text = `Cannot count hits: ${String(hits)} of ${String(count)} is no share`;
  throw new BenchError('SAMPLE_INVALID', text);
}
