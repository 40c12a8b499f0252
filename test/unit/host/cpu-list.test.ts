import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCpuList,
  isSameCpus,
  parseCpuList,
  readAllowedCpus,
  readOnlineCpus,
} from '../../../src/host/cpu-list.ts';
import { hostFilesOf } from './host-files-of.ts';
import { textMatching } from '../../text-matching.ts';

const cpuSets = fc.uniqueArray(fc.integer({ min: 0, max: 8191 }), { minLength: 1, maxLength: 200 });

describe('parseCpuList()', () => {
  it.each([
    ['0', [0]],
    ['0-3,5', [0, 1, 2, 3, 5]],
    ['5,0-1', [0, 1, 5]],
    ['2-4,3-5,4', [2, 3, 4, 5]],
    ['7-7', [7]],
    ['0,64-65,127\n', [0, 64, 65, 127]],
    ['8191', [8191]],
  ] as const)('reads %j', (text, cpus) => {
    expect(parseCpuList(text)).toEqual(cpus);
  });

  it.each(['', ' ', '3-1', '0-', '-1', '1,,2', '1,', 'a', '0x1', '1.5', '0-3:1/2', '8192', '0-99999', '1 2'])(
    'refuses %j',
    (text) => {
      expect(() => parseCpuList(text)).toThrow(
        expect.objectContaining({ code: 'USAGE', message: textMatching(`"${text}"`) }),
      );
    },
  );

  it('names the part that is wrong', () => {
    expect(() => parseCpuList('0-3,9-8')).toThrow(
      'Cannot read the CPU list "0-3,9-8": "9-8" is not a CPU number or a range',
    );
  });
});

describe('formatCpuList()', () => {
  it.each([
    [[], ''],
    [[4], '4'],
    [[1, 0], '0-1'],
    [[5, 3, 2, 1, 0, 3], '0-3,5'],
    [[0, 2, 4], '0,2,4'],
  ] as const)('writes %j', (cpus, text) => {
    expect(formatCpuList(cpus)).toBe(text);
  });

  it('writes what parseCpuList() reads back', () => {
    fc.assert(
      fc.property(cpuSets, (cpus) => {
        expect(parseCpuList(formatCpuList(cpus))).toEqual([...cpus].sort((a, b) => a - b));
      }),
    );
  });

  it('never leaves two ranges that touch', () => {
    fc.assert(
      fc.property(cpuSets, (cpus) => {
        const ranges = formatCpuList(cpus).split(',');
        const gaps = ranges.slice(1).map((range, index) => {
          return Number(range.split('-')[0]) - Number(ranges[index]?.split('-').at(-1));
        });
        expect(gaps.every((gap) => gap >= 2)).toBe(true);
      }),
    );
  });
});

describe('isSameCpus()', () => {
  it('compares sets, not orders', () => {
    expect(isSameCpus([2, 0, 1], [0, 1, 2])).toBe(true);
    expect(isSameCpus([0, 1], [0])).toBe(false);
    expect(isSameCpus([0], [1])).toBe(false);
  });
});

describe('readOnlineCpus()', () => {
  it('reads the list of sysfs', () => {
    expect(readOnlineCpus(hostFilesOf({ '/sys/devices/system/cpu/online': '0-1,4' }))).toEqual([0, 1, 4]);
  });

  it('says that sysfs is missing', () => {
    expect(() => readOnlineCpus(hostFilesOf({}))).toThrow(
      expect.objectContaining({
        code: 'FACILITY_MISSING',
        message: 'Cannot tell which CPUs are online: "/sys/devices/system/cpu/online" is not readable',
      }),
    );
  });
});

describe('readAllowedCpus()', () => {
  it('reads the affinity of this process', () => {
    expect(readAllowedCpus('self')).toEqual(readAllowedCpus(process.pid));
    expect(readAllowedCpus('self').length).toBeGreaterThan(0);
  });

  it('says that there is no such process', () => {
    expect(() => readAllowedCpus(4_194_305)).toThrow(
      'Cannot tell on which CPUs process 4194305 may run: no "/proc/4194305/status"',
    );
  });
});
