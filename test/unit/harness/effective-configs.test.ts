import { describe, expect, it } from 'vitest';
import { keepEffectiveConfigs } from '../../../src/harness/effective-configs.ts';
import { aFailure, aTrial, aVmRecord } from '../builders.ts';

describe('keepEffectiveConfigs()', () => {
  it('keeps what the first ok trial of each case and arm tells', () => {
    const configs = keepEffectiveConfigs();
    const vms = (memMib: number): ReturnType<typeof aVmRecord>[] => [
      aVmRecord({ effectiveConfig: { 'machine-config': { mem_size_mib: memMib } } }),
    ];
    configs.note(aTrial({ trialId: 't1', armId: 'base', outcome: aFailure(), vms: vms(1) }));
    configs.note(aTrial({ trialId: 't2', armId: 'base', vms: vms(128) }));
    configs.note(aTrial({ trialId: 't3', armId: 'base', vms: vms(2) }));
    configs.note(aTrial({ trialId: 't4', armId: 'candidate', vms: vms(256) }));
    configs.note(aTrial({ trialId: 't5', armId: 'silent', vms: [] }));
    expect(configs.list()).toEqual([
      {
        caseId: 'boot-time/vcpus=1,memMib=128',
        armId: 'base',
        trialId: 't2',
        config: { 'machine-config': { mem_size_mib: 128 } },
      },
      {
        caseId: 'boot-time/vcpus=1,memMib=128',
        armId: 'candidate',
        trialId: 't4',
        config: { 'machine-config': { mem_size_mib: 256 } },
      },
    ]);
  });
});
