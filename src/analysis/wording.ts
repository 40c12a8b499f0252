import { formatValue, unitLabel } from '../model/format-number.ts';
import type { RunManifest } from '../model/run.ts';

/** "1 trial", "3 trials". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The case, and the arm where the run has several. */
export function placeOf(
  { caseId, armId }: { readonly caseId: string; readonly armId: string },
  manifest: RunManifest,
): string {
  return manifest.plan.arms.length > 1 ? `${caseId}, arm ${armId}` : caseId;
}

/** "3.4 ms", "185 µs". */
export function formatSpanNs(spanNs: number): string {
  const unit = Math.abs(spanNs) >= 1e6 ? 'ms' : 'us';
  return `${formatValue(spanNs / (unit === 'ms' ? 1e6 : 1e3), unit)} ${unitLabel(unit)}`;
}
