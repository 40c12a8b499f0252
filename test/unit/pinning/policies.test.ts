import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPlacement } from '../../../src/pinning/policies.ts';
import { textMatching } from '../../text-matching.ts';

const requests = fc.record({
  vcpuCount: fc.integer({ min: 1, max: 32 }),
  cpus: fc.uniqueArray(fc.nat({ max: 255 }), { minLength: 1, maxLength: 64 }),
});

describe('planPlacement("dedicated")', () => {
  it('gives CPUs to the vCPUs, then to the VMM, then to the API thread', () => {
    expect(planPlacement('dedicated', { vcpuCount: 2, cpus: [8, 9, 10, 11, 12] })).toEqual({
      plan: {
        policy: 'dedicated',
        confineTo: [8, 9, 10, 11],
        vcpus: [[8], [9]],
        vmm: [10],
        api: [11],
      },
      findings: [],
    });
  });

  it('refuses too few CPUs with both numbers', () => {
    expect(() => planPlacement('dedicated', { vcpuCount: 2, cpus: [1, 2, 3] })).toThrow(
      expect.objectContaining({
        code: 'CPU_UNAVAILABLE',
        message: 'Cannot give 4 threads a CPU of their own: only 3 can be measured on (1-3)',
        hint: textMatching('"shared" or "auto"'),
      }),
    );
  });

  it('gives every thread a different CPU and confines the VM to just those', () => {
    fc.assert(
      fc.property(requests, ({ vcpuCount, cpus }) => {
        fc.pre(cpus.length >= vcpuCount + 2);
        const { plan, findings } = planPlacement('dedicated', { vcpuCount, cpus });
        const given = [...plan.vcpus, plan.vmm, plan.api].flat();
        expect(plan.vcpus).toHaveLength(vcpuCount);
        expect(new Set(given).size).toBe(vcpuCount + 2);
        expect(given).toEqual(plan.confineTo);
        expect(cpus).toEqual(expect.arrayContaining(given));
        expect(findings).toEqual([]);
      }),
    );
  });
});

describe('planPlacement("shared")', () => {
  it('gives every thread all CPUs', () => {
    expect(planPlacement('shared', { vcpuCount: 2, cpus: [1] })).toEqual({
      plan: { policy: 'shared', confineTo: [1], vcpus: [[1], [1]], vmm: [1], api: [1] },
      findings: [],
    });
  });
});

describe('planPlacement("auto")', () => {
  it('is shared with a finding when the CPUs do not suffice', () => {
    const { plan, findings } = planPlacement('auto', { vcpuCount: 1, cpus: [1] });
    expect(plan).toEqual(planPlacement('shared', { vcpuCount: 1, cpus: [1] }).plan);
    expect(findings).toEqual([
      {
        rule: 'placement-shared',
        severity: 'warning',
        message:
          '3 threads (vCPUs: 1, VMM, API) share 1 measured CPU (1), ' +
          'so times include their waiting for each other',
        advice: 'Measure on 3 CPUs or more to give each thread its own',
      },
    ]);
  });

  it('is dedicated exactly when the CPUs suffice, else it has a finding', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { plan, findings } = planPlacement('auto', request);
        const suffice = request.cpus.length >= request.vcpuCount + 2;
        expect(plan.policy).toBe(suffice ? 'dedicated' : 'shared');
        expect(findings).toHaveLength(suffice ? 0 : 1);
      }),
    );
  });
});
