import { describe, expect, it } from 'vitest';
import type { HostFiles } from '../../../src/host/host-files.ts';
import { listKvmKernelThreads } from '../../../src/host/kvm-kernel-threads.ts';
import { noiseBetween, parsePressureUs, parseStealUs, readNoise } from '../../../src/host/noise.ts';
import { parseFaults } from '../../../src/host/process-faults.ts';
import { hostFilesOf } from './host-files-of.ts';

/** As `hostFilesOf`, with directories listed by their own entries only. */
function treeOf(contents: Readonly<Record<string, string>>): HostFiles {
  const files = hostFilesOf(contents);
  return {
    ...files,
    list: (directory) => [...new Set(files.list(directory).map((path) => path.split('/')[0] ?? ''))],
  };
}

const before = {
  '/proc/stat': 'cpu  1 2 3 4 5 6 7 8 9 0\ncpu0 1 2 3 4 5 6 7 99 9 0',
  '/proc/vmstat': 'pgfault 9\npgmajfault 100\npswpin 1\npswpout 2',
  '/proc/pressure/cpu':
    'some avg10=0.00 avg60=1.48 avg300=3.39 total=1000\nfull avg10=0 avg60=0 avg300=0 total=5',
  '/proc/pressure/io': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=10',
  '/sys/kernel/mm/ksm/pages_sharing': '50',
  '/proc/10/comm': 'firecracker',
  '/proc/10/cmdline': 'firecracker\0--id\0a',
  '/proc/11/comm': 'firecracker',
  '/proc/11/cmdline': '',
  '/proc/12/comm': 'qemu-system-x86',
  '/proc/12/cmdline': 'qemu-system-x86_64',
  '/proc/13/comm': 'bash',
};
const after = {
  ...before,
  '/proc/stat': 'cpu  1 2 3 4 5 6 7 10 9 0',
  '/proc/vmstat': 'pgmajfault 103\npswpin 2\npswpout 4',
  '/proc/pressure/cpu': 'some avg10=0.00 avg60=1.48 avg300=3.39 total=1500',
  '/sys/kernel/mm/ksm/pages_sharing': '45',
};

describe('noiseBetween()', () => {
  it('tells what came between two readings and leaves out what the kernel does not tell', () => {
    const difference = noiseBetween(readNoise([10], treeOf(before)), readNoise([10], treeOf(after)));
    expect(difference).toEqual({
      spanNs: difference.spanNs,
      stealUs: 20_000,
      cpuPressureUs: 500,
      ioPressureUs: 0,
      majorFaults: 3,
      swappedInPages: 1,
      swappedOutPages: 2,
      ksmSharedPages: -5,
      otherVms: 1,
    });
    expect(difference.spanNs).toBeGreaterThan(0);
  });

  it("counts other VMs by KVM's own list where debugfs shows it", () => {
    const listed = { ...before, '/sys/kernel/debug/kvm/10-12/x': '', '/sys/kernel/debug/kvm/99-12/x': '' };
    expect(readNoise([10], treeOf(listed)).otherVms).toBe(1);
    expect(readNoise([], treeOf(listed)).otherVms).toBe(2);
  });
});

describe('parseStealUs()', () => {
  it('refuses a text without CPU times', () => {
    expect(() => parseStealUs('')).toThrow(/Cannot read the steal time/);
  });
});

describe('parsePressureUs()', () => {
  it('is absent where the kernel does not tell', () => {
    expect(parsePressureUs('')).toBeUndefined();
  });
});

describe('parseFaults()', () => {
  it('counts fields after a name with blanks and brackets', () => {
    expect(parseFaults('7 (a) b) R 1 1 1 0 -1 0 137 0 12 0 5 6')).toEqual({ minor: 137, major: 12 });
  });

  it('refuses a short line', () => {
    expect(() => parseFaults('7 (a) R 1')).toThrow(/Cannot read the faults/);
  });
});

describe('listKvmKernelThreads()', () => {
  it('finds the threads of KVM and their CPU time', () => {
    const files = treeOf({
      '/proc/20/comm': 'kvm-pit/1',
      '/proc/20/schedstat': '12345 6 7',
      '/proc/21/comm': 'kthreadd',
      '/proc/21/schedstat': '1 1 1',
    });
    expect(listKvmKernelThreads(files)).toEqual([{ tid: 20, comm: 'kvm-pit/1', runNs: 12_345 }]);
  });
});
