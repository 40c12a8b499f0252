import { describe, expect, it } from 'vitest';
import { applyArm, jailOfArm } from '../../../src/harness/apply-arm.ts';
import type { ArmFields } from '../../../src/model/arm.ts';
import type { VmSpec } from '../../../src/model/vm-spec.ts';
import { aSpec } from './a-spec.ts';

describe('applyArm()', () => {
  it('leaves the spec as it is where the arm says nothing of it', () => {
    const spec = aSpec({ smt: true });
    expect(applyArm(spec, {})).toEqual(spec);
    const fields = { firecracker: '1.12.1', launch: 'attached', cpus: '2', logLevel: 'Info' } as const;
    expect(applyArm(spec, fields)).toEqual(spec);
  });

  it.each<[ArmFields, Partial<VmSpec>]>([
    [{ memMib: 512 }, { memMib: 512 }],
    [
      { vcpus: 2, smt: true },
      { vcpus: 2, smt: true },
    ],
    [{ bootArgs: 'quiet' }, { bootArgs: 'quiet' }],
    [{ 'bootArgs+': 'delay=5' }, { bootArgs: 'mode=halt delay=5' }],
    [{ bootArgs: 'quiet', 'bootArgs+': 'delay=5' }, { bootArgs: 'quiet delay=5' }],
    [
      { hugePages: '2M', trackDirtyPages: true, cpuTemplate: 'T2' },
      { hugePages: '2M', trackDirtyPages: true, cpuTemplate: 'T2' },
    ],
  ])('puts %j before the definition', (fields, changed) => {
    expect(applyArm(aSpec(), fields)).toEqual(aSpec(changed));
  });

  it('adds words to an empty command line without a space before them', () => {
    expect(applyArm(aSpec({ bootArgs: '' }), { 'bootArgs+': 'quiet' }).bootArgs).toBe('quiet');
  });
});

describe('jailOfArm()', () => {
  it('has the fields of the jail alone, and is absent without any', () => {
    expect(jailOfArm({ memMib: 512, launch: 'attached' })).toBeUndefined();
    const jail = { logLevel: 'Info', firecrackerArguments: ['--no-seccomp'], parentCgroup: 'a/b' } as const;
    expect(jailOfArm({ memMib: 512, ...jail })).toEqual(jail);
  });
});
