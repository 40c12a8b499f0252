import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCpuBudget } from '../../../src/pinning/cpu-budget.ts';

const online = [0, 1, 2, 3];

describe('planCpuBudget()', () => {
  it('leaves the first allowed CPU to the harness', () => {
    expect(planCpuBudget({ online, allowed: [1, 2, 3] })).toEqual({
      harnessCpus: [1],
      measuredCpus: [2, 3],
      findings: [],
    });
  });

  it('passes over allowed CPUs that are offline', () => {
    expect(planCpuBudget({ online: [2, 3], allowed: online })).toMatchObject({
      harnessCpus: [2],
      measuredCpus: [3],
    });
  });

  it('takes both choices of the user', () => {
    expect(planCpuBudget({ online, allowed: online, measured: [2, 3], harness: [0] })).toEqual({
      measuredCpus: [2, 3],
      harnessCpus: [0],
      findings: [],
    });
  });

  it('finds a CPU for the harness beside the measured ones', () => {
    expect(planCpuBudget({ online, allowed: online, measured: [0, 1] })).toMatchObject({ harnessCpus: [2] });
  });

  it('measures on all CPUs that the harness does not take', () => {
    expect(planCpuBudget({ online, allowed: online, harness: [2, 3] })).toMatchObject({
      measuredCpus: [0, 1],
    });
  });

  it('measures on isolated CPUs, which are permitted though not allowed', () => {
    const request = { online, allowed: [0, 1], permitted: online, measured: [2, 3] };
    expect(planCpuBudget(request)).toEqual({ measuredCpus: [2, 3], harnessCpus: [0], findings: [] });
  });

  it.each([
    ['the host has one', { online: [0], allowed: [0] }, [0]],
    ['all are to be measured on', { online, allowed: online, measured: online }, online],
    ['the harness takes all', { online: [0, 1], allowed: [0, 1], harness: [0, 1] }, [0, 1]],
  ] as const)('shares the CPUs with a finding when %s', (_, request, cpus) => {
    const budget = planCpuBudget(request);
    expect(budget).toMatchObject({ measuredCpus: cpus, harnessCpus: cpus });
    expect(budget.findings).toMatchObject([{ rule: 'harness-shares-cpus', severity: 'warning' }]);
  });

  it.each([
    [
      { online, allowed: online, measured: [3, 4] },
      'Cannot use CPU 4: it does not exist or is offline (online: 0-3)',
    ],
    [
      { online, allowed: [0, 1], harness: [2] },
      'Cannot use CPU 2: it is online but the cpuset permits only "0-1" (online: 0-3)',
    ],
    [{ online, allowed: [4] }, 'Cannot measure on any CPU: none is both online and allowed'],
  ] as const)('refuses %j', (request, message) => {
    expect(() => planCpuBudget(request)).toThrow(
      expect.objectContaining({ code: 'CPU_UNAVAILABLE', message }),
    );
  });

  it('refuses choices that overlap', () => {
    expect(() => planCpuBudget({ online, allowed: online, measured: [1, 2, 3], harness: [0, 1, 2] })).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: 'Cannot measure on CPUs "1-2": the harness was given the same ones',
      }),
    );
  });

  it('gives both sides CPUs that are usable, disjoint unless a finding says so', () => {
    const cpuSets = fc.uniqueArray(fc.nat({ max: 15 }), { minLength: 1 });
    fc.assert(
      fc.property(cpuSets, fc.option(cpuSets, { nil: undefined }), (allowed, wanted) => {
        const measured = wanted?.filter((cpu) => allowed.includes(cpu)) ?? [];
        const budget = planCpuBudget({
          online: allowed,
          allowed,
          ...(measured.length > 0 ? { measured } : {}),
        });
        const isShared = budget.measuredCpus.some((cpu) => budget.harnessCpus.includes(cpu));
        expect(budget.measuredCpus.length).toBeGreaterThan(0);
        expect(budget.harnessCpus.length).toBeGreaterThan(0);
        expect(allowed).toEqual(expect.arrayContaining([...budget.measuredCpus, ...budget.harnessCpus]));
        expect(budget.findings).toHaveLength(isShared ? 1 : 0);
      }),
    );
  });
});
