import { describe, expect, it } from 'vitest';
import { planArmCpus } from '../../../src/cli/measure/plan-budget.ts';
import { readAllowedCpus } from '../../../src/host/cpu-list.ts';

describe('planArmCpus()', () => {
  const [first = 0] = readAllowedCpus('self');

  it("is the run's choice where the arm makes none", () => {
    expect(planArmCpus(undefined, { measuredCpus: [7, 8], harnessCpus: [6], findings: [] })).toEqual([7, 8]);
  });

  it("does not take the harness's CPUs, unless it shares them anyway", () => {
    const apart = { measuredCpus: [first + 1], harnessCpus: [first], findings: [] };
    expect(() => planArmCpus(String(first), apart)).toThrow('the harness was given the same ones');
    const shared = { measuredCpus: [first], harnessCpus: [first], findings: [] };
    expect(planArmCpus(String(first), shared)).toEqual([first]);
  });
});
