import { describe, expect, it } from 'vitest';
import { hostPath } from '../../../src/model/brands.ts';
import { planConfinement } from '../../../src/pinning/confinement.ts';

describe('planConfinement()', () => {
  it.each([
    ['v1', 'cpuset-v1'],
    ['v2', 'cpuset-v2'],
  ] as const)('confines by the cpuset of cgroup %s', (kind, confinement) => {
    const mode = { kind, mount: hostPath('/sys/fs/cgroup'), mems: [0, 1] };
    expect(planConfinement(mode, [2, 3])).toEqual({
      confinement: { kind: confinement, cpus: [2, 3], mems: [0, 1] },
      findings: [],
    });
  });

  it('confines by affinity, with a finding, where there is no cpuset', () => {
    expect(planConfinement({ kind: 'none' }, [2, 3])).toMatchObject({
      confinement: { kind: 'affinity', cpus: [2, 3] },
      findings: [{ rule: 'no-cpuset', severity: 'warning' }],
    });
  });
});
