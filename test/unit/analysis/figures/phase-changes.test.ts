import { describe, expect, it } from 'vitest';
import { analyseReport, reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { somePhases } from '../../builders.ts';
import { aSmallRun } from '../../builders.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';

/** The candidate's `start` takes 2 ms more, its `ready` 0.5 ms less, and 0.1 ms more is unaccounted. */
function aRun(runId: string, extraUs = 0): ReturnType<typeof aTwoArmRun> {
  const change = (trial: ReturnType<typeof aTwoArmRun>['trials'][number]): typeof trial => {
    const isCandidate = trial.armId === 'candidate';
    const phases = somePhases(
      isCandidate ? { start: 11_000 + extraUs, ready: 50_000 } : { start: 9000, ready: 50_500 },
    );
    const sumNs = phases.reduce((sum, { durationNs }) => sum + durationNs, 0);
    const restNs = isCandidate ? 120_000 : 20_000;
    return { ...trial, phases, wallNs: sumNs + restNs, unaccountedNs: restNs };
  };
  return aTwoArmRun({ blockCount: 6, factor: 1, seed: 3, change, manifest: { runId } });
}

describe('phaseChanges()', () => {
  it('lays the changes of the phases end to end, up to the change of the whole', () => {
    const [change] = reportOfRun(analyseRecords(aRun('r1'))).figures.phaseChanges;
    expect(change?.totalUs).toBeCloseTo(1600, 6);
    const steps = change?.steps.filter(({ changeUs }) => Math.abs(changeUs) > 1e-6);
    expect(steps?.map(({ phase, changeUs }) => [phase, Math.round(changeUs)])).toEqual([
      ['start', 2000],
      ['ready', -500],
      ['unaccounted', 100],
    ]);
    expect(change?.base).toMatchObject({ count: 12, runCount: 1 });
  });

  it('ends exactly at the total, each step where the next begins, whatever the digits', () => {
    const odd = aTwoArmRun({
      blockCount: 7,
      factor: 1,
      seed: 9,
      change: (trial) => ({
        ...trial,
        wallNs: (trial.wallNs ?? 0) + ((Number(trial.trialId.slice(1)) * 7919) % 1013),
      }),
    });
    const [change] = reportOfRun(analyseRecords(odd)).figures.phaseChanges;
    const steps = change?.steps ?? [];
    expect(steps.at(-1)?.toUs).toBe(change?.totalUs);
    expect(change?.totalUs).toBe((change?.candidate.meanUs ?? NaN) - (change?.base.meanUs ?? NaN));
    steps.forEach(({ fromUs }, index) => {
      expect(fromUs).toBe(index === 0 ? 0 : steps[index - 1]?.toUs);
    });
    const sum = steps.reduce((total, { changeUs }) => total + changeUs, 0);
    expect(sum).toBeCloseTo(change?.totalUs ?? NaN, 9);
  });

  it('gives each run of a side the same weight', () => {
    const runs = [aRun('r1'), aRun('r2', 1000)];
    const report = analyseReport([{ label: 'all', runs }], { authors: [] });
    expect(report.figures.phaseChanges[0]?.totalUs).toBeCloseTo(2100, 6);
    expect(report.figures.phaseChanges[0]?.candidate).toMatchObject({ count: 24, runCount: 2 });
  });

  it('is empty where nothing is compared', () => {
    expect(reportOfRun(analyseRecords(aSmallRun())).figures.phaseChanges).toEqual([]);
  });
});
