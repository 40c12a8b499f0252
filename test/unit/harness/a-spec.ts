import type { ArmSide } from '../../../src/harness/arm-side.ts';
import { hostPath } from '../../../src/model/brands.ts';
import type { VmSpec } from '../../../src/model/vm-spec.ts';
import { aPlacement, anArm } from '../builders.ts';

export function aSpec(overrides: Partial<VmSpec> = {}): VmSpec {
  return {
    kernel: hostPath('/vmlinux'),
    bootArgs: 'mode=halt',
    drives: [],
    vcpus: 1,
    memMib: 128,
    ...overrides,
  };
}

export function aSide(overrides: Partial<ArmSide> = {}): ArmSide {
  return {
    arm: anArm({ id: 'base' }),
    binaries: { firecrackerSha256: 'ab'.repeat(32), jailerSha256: 'cd'.repeat(32) },
    cpus: '1-3',
    spec: aSpec(),
    jail: {},
    launch: 'pid-namespace',
    placement: aPlacement(),
    ...overrides,
  };
}

/** Base, and a candidate that is as given. */
export function twoSides(overrides: Partial<ArmSide>): readonly [ArmSide, ArmSide] {
  return [aSide(), aSide({ arm: anArm({ id: 'candidate' }), ...overrides })];
}
