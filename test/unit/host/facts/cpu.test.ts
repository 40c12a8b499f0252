import { describe, expect, it } from 'vitest';
import { readCpuIdentity, readCpuSettings } from '../../../../src/host/facts/cpu.ts';
import { hostFilesOf } from '../host-files-of.ts';

describe('readCpuIdentity()', () => {
  it('names an Arm processor by the numbers of designer and part', () => {
    const files = hostFilesOf({
      '/proc/cpuinfo': 'processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n',
      '/sys/devices/system/cpu/online': '0-63',
    });
    expect(readCpuIdentity(files)).toEqual({
      cpuModel: 'implementer 0x41 part 0xd0c',
      cpuCount: 64,
      numaNodes: 1,
      mitigations: {},
    });
  });
});

describe('readCpuSettings()', () => {
  it.each([
    ['/sys/devices/system/cpu/intel_pstate/no_turbo', '0', 'on'],
    ['/sys/devices/system/cpu/intel_pstate/no_turbo', '1', 'off'],
    ['/sys/devices/system/cpu/cpufreq/boost', '1', 'on'],
    ['/sys/devices/system/cpu/cpufreq/boost', '0', 'off'],
  ])('tells turbo from %s = %s', (path, text, turbo) => {
    expect(readCpuSettings(hostFilesOf({ [path]: text }))).toEqual({
      governors: [],
      isolatedCpus: '',
      turbo,
    });
  });
});
