import { describe, expect, it } from 'vitest';
import type { FindingRule } from '../../../../src/analysis/run-facts.ts';
import { activitySource } from '../../../../src/analysis/rules/activity-source.ts';
import { droppedLogLines } from '../../../../src/analysis/rules/dropped-log-lines.ts';
import { negativePhase } from '../../../../src/analysis/rules/negative-phase.ts';
import { pageCacheUnproved } from '../../../../src/analysis/rules/page-cache-unproved.ts';
import { phasesDoNotAddUp } from '../../../../src/analysis/rules/phases-do-not-add-up.ts';
import { placementUnproved } from '../../../../src/analysis/rules/placement-unproved.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { anAppliedPlacement, aTrial, somePhases } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const [aVm] = aTrial().vms;
const vms = aVm === undefined ? [] : [aVm];

const rows: readonly (readonly [name: string, rule: FindingRule, fault: Partial<TrialRecord>])[] = [
  ['phasesDoNotAddUp()', phasesDoNotAddUp, { wallNs: 100_000_000, unaccountedNs: 5_000_000 }],
  ['negativePhase()', negativePhase, { phases: somePhases({ enter: -85 }) }],
  ['droppedLogLines()', droppedLogLines, { samples: { 'noise.missed_log_lines': 3 } }],
  ['placementUnproved()', placementUnproved, { placement: anAppliedPlacement({ threads: [] }) }],
  [
    'activitySource()',
    activitySource,
    { vms: vms.map((vm) => ({ ...vm, outputSources: ['console' as const] })) },
  ],
  [
    'pageCacheUnproved()',
    pageCacheUnproved,
    { vms: vms.map((vm) => ({ ...vm, snapshotCache: { wanted: 'cold' as const } })) },
  ],
];

describe.each(rows)('%s', (_name, rule, fault) => {
  it('tells of a measured trial, and of no warm-up', () => {
    const trialsWith = (isWarmup: boolean): readonly TrialRecord[] => [
      ...okTrials(2),
      aTrial({ ...fault, trialId: 'a', isWarmup }),
    ];
    expect(rule(factsOf(trialsWith(false)))).toHaveLength(1);
    expect(rule(factsOf(trialsWith(true)))).toEqual([]);
  });
});
