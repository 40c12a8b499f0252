import { describe, expect, it } from 'vitest';
import { droppedLogLines } from '../../../../src/analysis/rules/dropped-log-lines.ts';
import { aTrial, aVmRecord } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

describe('droppedLogLines()', () => {
  it('says nothing when none was dropped', () => {
    expect(droppedLogLines(factsOf(okTrials(3)))).toEqual([]);
  });

  it('counts lines and trials', () => {
    const dropping = [2, 3].map((count, index) =>
      aTrial({
        trialId: `d${String(index)}`,
        samples: {},
        vms: [{ ...aVmRecord(), missedLogCount: count }],
      }),
    );
    expect(droppedLogLines(factsOf([...okTrials(2), ...dropping]))).toEqual([
      {
        rule: 'dropped-log-lines',
        severity: 'warning',
        message: 'The VMM dropped 5 log lines in 2 trials',
        advice: 'Lower the log level, or take no times from the log of those trials',
      },
    ]);
  });

  it('counts those of runs that sampled them by a collector', () => {
    const older = aTrial({ samples: { 'noise.missed_log_lines': 1 } });
    expect(droppedLogLines(factsOf([older]))).toMatchObject([
      { message: 'The VMM dropped 1 log line in 1 trial' },
    ]);
  });
});
