import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../../src/analysis/compare/compare-sides.ts';
import { defaultPolicy } from '../../../../src/analysis/compare/policy.ts';
import { chooseSides } from '../../../../src/analysis/compare/sides.ts';
import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import { planStopping } from '../../../../src/harness/plan-stopping.ts';
import type { Comparison, Margin, RunComparison } from '../../../../src/model/comparison.ts';
import type { RunStop, Stopping } from '../../../../src/model/stopping.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { validityRules } from '../../../../src/model/validity.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';

function compare(run: RunRecords, margin?: Margin): RunComparison {
  const policy = defaultPolicy(1);
  const marginOf = margin === undefined ? policy.marginOf : (): Margin => margin;
  return compareSides(chooseSides([{ label: 'run', runs: [run] }], {}), { ...policy, marginOf });
}

function headline(comparison: RunComparison): Comparison {
  const [first] = comparison.comparisons.filter(({ isGated }) => isGated);
  if (first === undefined) throw new Error('nothing is gated');
  return first;
}

function endedBy(run: RunRecords, stopping: Stopping, stoppedBy?: RunStop): RunRecords {
  const { manifest } = run;
  const end = { status: 'complete', endedAt: '2026-01-02T03:05:05.000Z', runnerPeakRssKib: 1 } as const;
  const plan = { ...manifest.plan, stopping };
  return {
    ...run,
    manifest: { ...manifest, plan, end: stoppedBy === undefined ? end : { ...end, stoppedBy } },
  };
}

const looks = planStopping({ looks: 2 }, { armCount: 2, caseCount: 1, blocksPerCase: 24 });

describe('compareSides() of a run with looks', () => {
  it('judges by the level of the look at which it ended, and p by what the looks went by', () => {
    const run = aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 });
    const comparison = compare(endedBy(run, looks, { by: 'sequential', blocks: 12, look: 1 }));
    const { test, verdict, steps } = headline(comparison);
    expect(verdict).toBe('regressed');
    expect(test?.alpha).toBeCloseTo(0.00305, 5);
    expect(test?.p).toBeLessThan(0.0001);
    expect(test?.method).toBe('aligned ranks within blocks, normal approximation as at the looks');
    expect(steps.find(({ check }) => check === 'significant')?.needed).toBe('below 0.0031');
    expect(comparison.methods.map(({ what }) => what)).toContain('looks while measuring');
    // Explored metrics were not looked at.
    const explored = comparison.comparisons.filter(({ isGated }) => !isGated);
    expect(new Set(explored.flatMap((each) => each.test?.alpha ?? []))).toEqual(new Set([0.05]));
  });

  it('calls no change what would be one without looks', () => {
    const run = aTwoArmRun({ blockCount: 12, factor: 1.03, seed: 6 });
    const margin = { relative: 0.01, absolute: 0 };
    const fixed = headline(compare(run, margin));
    const stop = { by: 'sequential', blocks: 12, look: 1 } as const;
    const lookedAt = headline(compare(endedBy(run, looks, stop), margin));
    expect([fixed.test?.p, lookedAt.test?.p]).toEqual([0.0044, expect.closeTo(0.0072, 4)]);
    expect([fixed.verdict, lookedAt.verdict]).toEqual(['regressed', 'inconclusive']);
    // The interval that is shown is the same.
    expect(lookedAt.ratio?.interval).toEqual(fixed.ratio?.interval);
  });

  it.each<[string, Stopping, RunStop]>([
    ['precision', { kind: 'precision', halfWidth: 0.01, leastBlocks: 6 }, { by: 'precision', blocks: 12 }],
    ['budget', { kind: 'budget', budgetMs: 1000 }, { by: 'budget', blocks: 12 }],
  ])('corrects nothing after an end by %s, and calls it no interruption', (_by, stopping, stop) => {
    const run = aTwoArmRun({ blockCount: 24, factor: 1.1, seed: 5 });
    const cut = { ...run, trials: run.trials.filter(({ block }) => block < 12) };
    const comparison = compare(endedBy(cut, stopping, stop));
    const whole = compare(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 }));
    expect(headline(comparison)).toEqual(headline(whole));
    expect(comparison.findings.map(({ rule }) => rule)).toEqual(['run-stopped']);
  });
});

describe('compareSides() of a disturbed run', () => {
  const validity = { rules: validityRules, mostInvalidBlocks: 2, replaces: true };
  const disturbed = (blocks: readonly number[]): RunRecords => {
    const noise = { spanNs: 1e8, stealUs: 0, majorFaults: 0, swappedInPages: 0, swappedOutPages: 0 };
    const change = (trial: TrialRecord): TrialRecord => {
      const isHit = blocks.includes(trial.block) && trial.position === 0;
      // What is disturbed is twice as slow: it must not be in any number.
      const factor = blocks.includes(trial.block) ? 2 : 1;
      const samples = { ...trial.samples, 'boot.guest': factor * (trial.samples['boot.guest'] ?? NaN) };
      return { ...trial, samples, noise: { ...noise, otherVms: isHit ? 1 : 0 } };
    };
    const run = aTwoArmRun({ blockCount: 24, factor: 1.1, seed: 5, change });
    return { ...run, manifest: { ...run.manifest, plan: { ...run.manifest.plan, validity } } };
  };

  it('leaves whole blocks out', () => {
    const comparison = compare(disturbed([3, 7]));
    const { base, candidate, unitCount, verdict } = headline(comparison);
    expect([base.count, candidate.count, unitCount, verdict]).toEqual([44, 44, 22, 'regressed']);
    expect(base.median).toBeLessThan(70_000);
    expect(comparison.findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'invalid-blocks',
        '2 of 24 blocks are invalid: other VMs (2); left out of every statistic, 0 repeated',
      ],
    ]);
  });

  it('is invalid where more blocks are than the plan bears', () => {
    const comparison = compare(disturbed([3, 7, 9]));
    const { verdict, steps } = headline(comparison);
    expect(verdict).toBe('invalid');
    expect(steps[0]?.saw).toMatch(/^3 of 24 blocks are invalid: other VMs \(3\) in run /);
    expect(comparison.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['too-many-invalid-blocks', 'error'],
    ]);
  });
});
