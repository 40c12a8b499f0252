import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ThreadRole } from '../../../src/model/placement.ts';
import { findRoleFaults, resolveRole } from '../../../src/pinning/thread-roles.ts';

const vmm = { pid: 4711, execName: 'firecracker' };

function vcpu(index: number): ThreadRole {
  return { kind: 'vcpu', index };
}

describe('resolveRole()', () => {
  it.each([
    [4711, 'firecracker', { kind: 'vmm' }],
    [4712, 'fc_api', { kind: 'api' }],
    [4713, 'fc_vcpu 0', { kind: 'vcpu', index: 0 }],
    [4744, 'fc_vcpu 31', { kind: 'vcpu', index: 31 }],
    [4714, 'kvm-nx-lpage-re', { kind: 'other' }],
    [4715, 'fc_vcpu', { kind: 'other' }],
    [4715, 'fc_vcpu 1x', { kind: 'other' }],
    [4715, 'xfc_vcpu 1', { kind: 'other' }],
  ] as const)('takes thread %i "%s" for %j', (tid, comm, role) => {
    expect(resolveRole({ tid, comm }, vmm)).toEqual(role);
  });

  it('takes a thread that still has its creator’s name for a helper', () => {
    expect(resolveRole({ tid: 4713, comm: 'firecracker' }, vmm)).toEqual({ kind: 'other' });
  });

  it('takes the first thread for no VMM while it is still the jailer', () => {
    expect(resolveRole({ tid: 4711, comm: 'jailer' }, vmm)).toEqual({ kind: 'other' });
  });

  it('cuts the name of the executable as the kernel does', () => {
    const thread = { tid: 4711, comm: 'firecracker-v1.' };
    expect(resolveRole(thread, { pid: 4711, execName: 'firecracker-v1.12.1-x86_64' })).toEqual({
      kind: 'vmm',
    });
    expect(resolveRole(thread, { pid: 4711, execName: 'firecracker-v2.0' })).toEqual({ kind: 'other' });
  });
});

describe('findRoleFaults()', () => {
  it('finds none when each role is there once, whatever the helpers', () => {
    const helpers: readonly ThreadRole[] = [{ kind: 'other' }, { kind: 'other' }];
    expect(findRoleFaults([vcpu(1), { kind: 'api' }, ...helpers, vcpu(0), { kind: 'vmm' }], 2)).toEqual([]);
  });

  it('names every missing, doubled and unexpected role', () => {
    expect(findRoleFaults([{ kind: 'vmm' }, vcpu(0), vcpu(0), vcpu(7)], 2)).toEqual([
      'no thread for api',
      'no thread for vcpu 1',
      '2 threads for vcpu 0',
      'a thread for vcpu 7',
    ]);
  });

  it('finds none exactly when the roles are a permutation of the expected ones', () => {
    const role = fc.oneof(
      fc.constant<ThreadRole>({ kind: 'vmm' }),
      fc.constant<ThreadRole>({ kind: 'api' }),
      fc.nat({ max: 3 }).map(vcpu),
    );
    fc.assert(
      fc.property(fc.array(role, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (roles, vcpuCount) => {
        const names = roles.map((found) => (found.kind === 'vcpu' ? `${found.index}` : found.kind)).sort();
        const expected = [
          'vmm',
          'api',
          ...Array.from({ length: vcpuCount }, (_, index) => `${index}`),
        ].sort();
        expect(findRoleFaults(roles, vcpuCount).length === 0).toBe(names.join() === expected.join());
      }),
    );
  });
});
