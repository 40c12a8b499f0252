import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { stackPhases, type PhaseStack } from '../../../../src/report/charts/phase-stack.ts';
import { aView } from '../a-view.ts';
import { aManifest, aPlan, aTrial, blocksOf, somePhases } from '../../builders.ts';

function stackOf(trials: readonly TrialRecord[]): PhaseStack | undefined {
  const analysis = analyseRecords({
    manifest: aManifest({ plan: aPlan({ blocks: blocksOf(trials) }) }),
    trials,
  });
  return aView(analysis).series.map(stackPhases)[0];
}

function jailAndStart(jail: number, start: number): TrialRecord['phases'] {
  return somePhases({ jail, start }).filter(({ name }) => name === 'jail' || name === 'start');
}

describe('stackPhases()', () => {
  it('lays means end to end, with what no phase covers, up to the mean wall time', () => {
    const stack = stackOf([
      aTrial({ trialId: 't0001', phases: jailAndStart(100, 1000), wallNs: 1_110_000 }),
      aTrial({ trialId: 't0002', position: 1, phases: jailAndStart(300, 3000), wallNs: 3_330_000 }),
    ]);
    expect(stack?.segments).toEqual([
      { phase: 'jail', meanUs: 200, fromUs: 0, toUs: 200 },
      { phase: 'start', meanUs: 2000, fromUs: 200, toUs: 2200 },
      { phase: 'unaccounted', meanUs: 20, fromUs: 2200, toUs: 2220 },
    ]);
    expect(stack?.totalUs).toBe(2220);
  });

  it('counts a phase that half of the trials have by half', () => {
    const stack = stackOf([
      aTrial({ trialId: 't0001', phases: jailAndStart(100, 1000) }),
      aTrial({ trialId: 't0002', position: 1, phases: jailAndStart(100, 1000).slice(0, 1) }),
    ]);
    expect(stack?.segments.find(({ phase }) => phase === 'start')?.meanUs).toBe(500);
  });
});
