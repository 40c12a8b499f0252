import { BenchError, errorMessage, unwrapSuppressed } from '../base/errors.ts';
import type { TrialOutcome } from '../model/trial.ts';

export interface OutcomeInput {
  readonly failure: { readonly thrown: unknown } | undefined;
  readonly lastLogLines: readonly string[];
  /** Folder of the kept files, relative to the run folder. */
  readonly evidence: string;
}

/** A failure as data: never a zero, never a missing row. */
export function describeOutcome({ failure, lastLogLines, evidence }: OutcomeInput): TrialOutcome {
  if (failure === undefined) return { status: 'ok' };
  const { first, later } = unwrapSuppressed(failure.thrown);
  if (first instanceof BenchError && first.code === 'ABORTED')
    return { status: 'aborted', reason: first.message };
  const hint = first instanceof BenchError ? first.hint : undefined;
  return {
    status: 'failed',
    code: first instanceof BenchError ? first.code : 'INTERNAL',
    reason: errorMessage(first),
    ...(hint === undefined ? {} : { hint }),
    causes: [...causesOf(first), ...later.map((thrown) => `while cleaning up: ${errorMessage(thrown)}`)],
    lastLogLines,
    evidence,
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
