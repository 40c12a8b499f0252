import { exitCodeOfError } from '../exit-codes.ts';
import type { CheckResult } from './check.ts';

/** What all checks say together. */
export interface Conclusion {
  readonly isReady: boolean;
  readonly text: string;
  readonly exitCode: number;
}

/** What is missing goes before another run that measures now: that one ends by itself. */
export function concludeChecks(results: readonly CheckResult[]): Conclusion {
  const has = (status: CheckResult['status']): boolean => results.some((each) => each.status === status);
  if (has('failed')) {
    const text = 'This host cannot run benchmarks yet.';
    return { isReady: false, text, exitCode: exitCodeOfError.FACILITY_MISSING };
  }
  if (has('busy')) {
    const text = 'This host can run benchmarks once the other run has ended: nothing else is missing.';
    return { isReady: false, text, exitCode: exitCodeOfError.LOCK_HELD };
  }
  return { isReady: true, text: 'This host can run benchmarks.', exitCode: 0 };
}
