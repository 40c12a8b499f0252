import { describe, expect, it } from 'vitest';
import { activitySource } from '../../../../src/analysis/rules/activity-source.ts';
import { pageCacheUnproved } from '../../../../src/analysis/rules/page-cache-unproved.ts';
import type { FirstActivity } from '../../../../src/model/trial.ts';
import { aTrial, aVmRecord } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const traced: FirstActivity = { source: 'kvm-trace', afterStartUs: 9000 };
const seen: FirstActivity = { source: 'console', afterStartUs: 9300 };
const faulted: FirstActivity = { source: 'uffd-fault', afterStartUs: 8000 };

function withActivities(...lists: readonly (readonly FirstActivity[])[]): ReturnType<typeof factsOf> {
  return factsOf(
    lists.map((firstActivities, index) =>
      aTrial({ trialId: `r${String(index)}`, vms: [aVmRecord({ firstActivities })] }),
    ),
  );
}

describe('activitySource()', () => {
  it('says nothing of traces, whatever the handler saw beside them, and of trials without any', () => {
    expect(activitySource(withActivities([traced], [traced, faulted]))).toEqual([]);
    expect(activitySource(factsOf(okTrials(2)))).toEqual([]);
  });

  it('warns that the console told, in all trials or in some, with the reason', () => {
    expect(activitySource(withActivities([seen], [traced, faulted]))).toMatchObject([
      {
        severity: 'warning',
        message:
          'boot-time/vcpus=1,memMib=128: in 1 of 2 trials the console told when the guest did something, which the harness sees later than the guest writes',
      },
    ]);
    const vms = [aVmRecord({ firstActivities: [seen], untraced: 'no tracefs' })];
    expect(activitySource(factsOf([aTrial({ vms })]))[0]?.message).toMatch(/writes \(no tracefs\)$/);
  });

  it('warns of an output that the trace did not hold any more', () => {
    const vms = [aVmRecord({ firstActivities: [traced], outputSources: ['kvm-trace', 'console'] })];
    expect(activitySource(factsOf([aTrial({ vms })]))).toHaveLength(1);
  });
});

describe('pageCacheUnproved()', () => {
  it('counts the restores that were to be warm or cold and are not known to be', () => {
    const trials = [
      aTrial({ vms: [aVmRecord({ snapshotCache: { wanted: 'cold', residentShare: 0 } })] }),
      aTrial({ vms: [aVmRecord({ snapshotCache: { wanted: 'cold' } })] }),
      aTrial({ vms: [aVmRecord({ snapshotCache: { wanted: 'warm' } })] }),
    ];
    expect(pageCacheUnproved(factsOf(trials))).toMatchObject([
      { message: 'Of 2 restores nothing tells whether the snapshot was in the page cache' },
    ]);
    expect(pageCacheUnproved(factsOf(trials.slice(0, 1)))).toEqual([]);
  });
});
