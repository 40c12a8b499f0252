import { BenchError, errorMessage, unwrapSuppressed } from '../base/errors.ts';
import type { TrialOutcome } from '../model/trial.ts';
import type { EvidenceSink } from '../model/vm-driver.ts';

/** Where a failed trial's files are kept. */
export interface TrialEvidence extends EvidenceSink {
  /** Relative to the run folder. */
  readonly folder: string;
  readonly hasKept: () => boolean;
}

export interface OutcomeInput {
  /** The first is the reason. */
  readonly failures: readonly unknown[];
  readonly lastLogLines: readonly string[];
  readonly evidence: TrialEvidence;
}

/** A failure as data: never a zero, never a missing row. */
export function describeOutcome({ failures, lastLogLines, evidence }: OutcomeInput): TrialOutcome {
  if (failures.length === 0) return { status: 'ok' };
  const [reason, ...others] = failures.map(unwrapSuppressed);
  const first = reason?.first;
  const later = [...(reason?.later ?? []), ...others.flatMap((each) => [each.first, ...each.later])];
  const causes = [...causesOf(first), ...later.map((thrown) => `afterwards: ${errorMessage(thrown)}`)];
  if (first instanceof BenchError && first.code === 'ABORTED') {
    return { status: 'aborted', reason: [first.message, ...causes].join('; ') };
  }
  const hint = first instanceof BenchError ? first.hint : undefined;
  return {
    status: 'failed',
    code: first instanceof BenchError ? first.code : 'INTERNAL',
    reason: errorMessage(first),
    ...(hint === undefined ? {} : { hint }),
    causes,
    lastLogLines,
    ...(evidence.hasKept() ? { evidence: evidence.folder } : {}),
  };
}

function causesOf(thrown: unknown): readonly string[] {
  const causes: string[] = [];
  let cause = thrown instanceof Error ? thrown.cause : undefined;
  while (cause !== undefined && causes.length < 10) {
    causes.push(errorMessage(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}
