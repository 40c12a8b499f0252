import { describe, expect, it } from 'vitest';
import { chooseSides } from '../../../../src/analysis/compare/sides.ts';
import { casesToConfirm, confirmGate } from '../../../../src/analysis/gate/confirm-gate.ts';
import { effectivePolicy } from '../../../../src/analysis/gate/effective-policy.ts';
import { judgeGate } from '../../../../src/analysis/gate/judge-gate.ts';
import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import type { GateConfig } from '../../../../src/model/gate-policy.ts';
import type { GateVerdict } from '../../../../src/model/gate-verdict.ts';
import { parseGateVerdict } from '../../../../src/model/verdict-schema.ts';
import { aFailure, aManifest } from '../../builders.ts';
import { aTwoArmRun, type TwoArmOptions } from '../../two-arm-run.ts';

function aRun(factor: number, options: Partial<TwoArmOptions> = {}): RunRecords {
  return aTwoArmRun({ blockCount: 24, factor, seed: 5, ...options });
}

function freshRun(factor: number, options: Partial<TwoArmOptions> = {}): RunRecords {
  return aRun(factor, { seed: 6, manifest: { runId: 'fresh' }, ...options });
}

function gate(run: RunRecords, config: GateConfig = {}): GateVerdict {
  const sides = chooseSides([{ label: 'run', runs: [run] }], {});
  return judgeGate({ sides, policy: effectivePolicy(config), seed: 1, tool: '0.1.0' });
}

const firstRunId = aManifest().runId;
const onlyCase = 'boot-time/vcpus=1,memMib=128';

describe('casesToConfirm()', () => {
  it('names the cases of blocking regressions, and no others', () => {
    expect(casesToConfirm(gate(aRun(1.1)))).toEqual([onlyCase]);
    expect(casesToConfirm(gate(aRun(1)))).toEqual([]);
    expect(casesToConfirm(gate(aRun(0.9)))).toEqual([]);
    const warned = { metrics: { 'boot.guest': { margin: '3%', mode: 'warn' as const } } };
    expect(casesToConfirm(gate(aRun(1.1), warned))).toEqual([]);
  });

  it('names those of limits as well', () => {
    expect(casesToConfirm(gate(aRun(1), { limits: ['boot.guest p95 <= 1ms'] }))).toEqual([onlyCase]);
  });
});

describe('confirmGate()', () => {
  it('lets stand what fresh trials show as well, and names both runs', () => {
    const verdict = confirmGate({ first: gate(aRun(1.1)), firstRunId, fresh: freshRun(1.1) });
    expect(verdict).toMatchObject({ status: 'regressed', exitCode: 10 });
    expect(verdict.confirmation).toEqual({
      firstRunId,
      runId: 'fresh',
      trials: 48,
      caseIds: [onlyCase],
      asked: 1,
      confirmed: 1,
    });
    expect(verdict.comparisons[0]?.fresh).toMatchObject({ runId: 'fresh', verdict: 'regressed' });
    expect(verdict.reasons[0]).toContain('; confirmed by fresh: boot.guest');
  });

  it.each([1, 0.9])('makes inconclusive what fresh trials of factor %f do not show', (factor) => {
    const verdict = confirmGate({ first: gate(aRun(1.1)), firstRunId, fresh: freshRun(factor) });
    expect(verdict).toMatchObject({ status: 'passed', exitCode: 0 });
    expect(verdict.confirmation).toMatchObject({ asked: 1, confirmed: 0 });
    const [only] = verdict.comparisons;
    expect(only?.comparison.verdict).toBe('inconclusive');
    expect(only?.sentence).toContain('; not confirmed by fresh: ');
    expect(only?.comparison.steps.at(-1)).toMatchObject({ check: 'confirmed', holds: false });
  });

  it('stops by the policy for what is inconclusive', () => {
    const first = gate(aRun(1.1), { inconclusive: 'fail' });
    expect(confirmGate({ first, firstRunId, fresh: freshRun(1) })).toMatchObject({ exitCode: 11 });
  });

  it('judges the fresh trials alone: too few of them confirm nothing', () => {
    const fresh = freshRun(1.1, { blockCount: 1 });
    expect(confirmGate({ first: gate(aRun(1.1)), firstRunId, fresh }).status).toBe('passed');
  });

  it('adjusts for what is asked again, not for the whole family', () => {
    const first = gate(aRun(1.1), { metrics: { 'boot.guest': '3%', 'phase.*': '3%' } });
    const { comparison } = first.comparisons[0] ?? {};
    expect(comparison?.test?.familySize).toBeGreaterThan(5);
    const verdict = confirmGate({ first, firstRunId, fresh: freshRun(1.1) });
    expect(verdict.comparisons.filter(({ fresh }) => fresh !== undefined)).toHaveLength(1);
    expect(verdict.status).toBe('regressed');
  });

  it('does not pass a candidate that fails more often in the fresh run', () => {
    const fresh = freshRun(1.1, {
      change: (trial) =>
        trial.armId === 'candidate' && trial.block % 2 === 0
          ? { ...trial, outcome: aFailure(), samples: {} }
          : trial,
    });
    const verdict = confirmGate({ first: gate(aRun(1.1)), firstRunId, fresh });
    expect(verdict).toMatchObject({ status: 'failures', exitCode: 14 });
  });

  it('asks limits again', () => {
    const first = gate(aRun(1), { limits: ['boot.guest p95 <= 1ms'] });
    const stands = confirmGate({ first, firstRunId, fresh: freshRun(1) });
    expect(stands.limits[0]).toMatchObject({ verdict: 'regressed', fresh: { verdict: 'regressed' } });
    expect(stands.status).toBe('regressed');
    const falls = confirmGate({ first, firstRunId, fresh: freshRun(1, { blockCount: 1, change: faster }) });
    expect(falls.limits[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(falls.status).toBe('passed');
  });

  it('is the document that its schema describes', () => {
    const first = gate(aRun(1.1), { limits: ['boot.guest p95 <= 1ms'] });
    const verdict = confirmGate({ first, firstRunId, fresh: freshRun(1.1) });
    expect(parseGateVerdict(JSON.parse(JSON.stringify(verdict)), 'the verdict')).toEqual(verdict);
  });
});

function faster<T extends { readonly samples: Readonly<Record<string, number>> }>(trial: T): T {
  return { ...trial, samples: { ...trial.samples, 'boot.guest': 500 } };
}
