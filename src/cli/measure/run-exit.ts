import type { RunOutcome } from '../../harness/run-plan.ts';
import type { RunAnalysis } from '../../model/analysis.ts';
import { exitCodeOfError } from '../exit-codes.ts';
import { signalStatus, type InterruptSignal } from './interrupts.ts';

/** As of `gate`. */
const invalidStatus = 12;
const failuresStatus = 14;

export interface EndedRun {
  readonly outcome: RunOutcome;
  readonly analysis: Pick<RunAnalysis, 'cases' | 'findings'>;
  readonly signal: InterruptSignal | undefined;
  /** Share of the trials that may fail. */
  readonly allowedShare: number;
}

export interface RunExit {
  readonly status: number;
  /** Why, where the findings do not say it. */
  readonly text?: string;
}

/**
 * The exit status of a run: that of the signal or of the failure that ended it, 14 for more failures than are allowed, 12 where an
 * error among the findings says that its data are not valid, else 0.
 */
export function runExit({ outcome, analysis, signal, allowedShare }: EndedRun): RunExit {
  if (signal !== undefined) return { status: signalStatus[signal] };
  if (outcome.status === 'failed') {
    const { reason, code } = outcome;
    const text = `The run was ended, since every later trial would fail like this one: ${reason} (${code})`;
    return { status: exitCodeOfError[code], text };
  }
  const counts = analysis.cases.flatMap(({ arms }) => arms.map((arm) => arm.counts));
  const failedCount = counts.reduce((sum, { failed }) => sum + failed, 0);
  const plannedCount = counts.reduce((sum, { planned }) => sum + planned, 0);
  if (failedCount > plannedCount * allowedShare) {
    const allowed = `${(allowedShare * 100).toFixed(1)} %`;
    const text = `${failedCount} of ${plannedCount} trials failed, and ${allowed} may. Their reasons are in the report.`;
    return { status: failuresStatus, text };
  }
  const rules = invalidatingRules(analysis);
  if (rules.length === 0) return { status: 0 };
  return { status: invalidStatus, text: `The data are not valid, by the findings: ${rules.join(', ')}` };
}

/** How many trials may fail has been asked for, and is judged by that alone. */
function invalidatingRules({ findings }: Pick<RunAnalysis, 'findings'>): readonly string[] {
  const errors = findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'failures');
  return [...new Set(errors.map(({ rule }) => rule))];
}
