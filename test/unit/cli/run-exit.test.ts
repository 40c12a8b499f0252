import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { runExit, type EndedRun } from '../../../src/cli/measure/run-exit.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aSmallRun } from '../builders.ts';

function aFinding(rule: string, severity: Finding['severity']): Finding {
  return { rule, severity, message: 'm', advice: 'a' };
}

/** 1 of 16 trials failed. */
function anEnd(findings: readonly Finding[], overrides: Partial<EndedRun> = {}): EndedRun {
  const { cases } = analyseRecords(aSmallRun());
  const outcome = { status: 'complete', failedCount: 1 } as const;
  return { outcome, analysis: { cases, findings }, signal: undefined, allowedShare: 0.1, ...overrides };
}

const invalid = aFinding('too-many-invalid-blocks', 'error');

describe('runExit()', () => {
  it('is 12 where an error says that the data are not valid, and names it once', () => {
    expect(runExit(anEnd([invalid, invalid]))).toEqual({
      status: 12,
      text: 'The data are not valid, by the findings: too-many-invalid-blocks',
    });
  });

  it('is 0 with warnings alone, and with failures that are allowed', () => {
    expect(runExit(anEnd([aFinding('invalid-blocks', 'warning'), aFinding('failures', 'error')]))).toEqual({
      status: 0,
    });
  });

  it('says first what ended the run, then that too many trials failed', () => {
    const failed = { status: 'failed', code: 'SPEC_INVALID', reason: 'r' } as const;
    expect(runExit(anEnd([invalid], { signal: 'SIGINT', outcome: failed })).status).toBe(130);
    expect(runExit(anEnd([invalid], { outcome: failed })).status).toBe(78);
    expect(runExit(anEnd([invalid], { allowedShare: 0 })).status).toBe(14);
  });
});
