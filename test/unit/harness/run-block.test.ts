import { describe, expect, it } from 'vitest';
import { runBlock } from '../../../src/harness/run-block.ts';
import type { TrialRun } from '../../../src/harness/trial-run.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { aPlannedTrial, aTrial } from '../builders.ts';

function aTrialRun(trialId: string): TrialRun {
  return {
    prepare: () => Promise.resolve(),
    measure: () => Promise.resolve(1),
    finish: () => Promise.resolve(aTrial({ trialId })),
  };
}

describe('runBlock()', () => {
  it('bears a block of many arms without a word of Node about leaks', async () => {
    const trials = Array.from({ length: 16 }, (_, position) =>
      aPlannedTrial({ id: `t${String(position)}`, position }),
    );
    const warnings: string[] = [];
    const onWarning = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', onWarning);
    const records: TrialRecord[] = [];
    await runBlock(
      { index: 0, caseId: 'a', isWarmup: false, trials },
      {
        open: ({ id }) => Promise.resolve(aTrialRun(id)),
        onRecord: (record) => void records.push(record),
        stop: new AbortController().signal,
      },
    );
    // Warnings are told in a tick of their own.
    await new Promise((done) => setImmediate(done));
    process.off('warning', onWarning);
    expect(records.map(({ trialId }) => trialId)).toEqual(trials.map(({ id }) => id));
    expect(warnings).toEqual([]);
  });
});
