import { describe, expect, it } from 'vitest';
import { readHostMemory } from '../../../src/host/host-memory.ts';
import { hostFilesOf } from './host-files-of.ts';

describe('readHostMemory()', () => {
  it('reads what there is and what can be had', () => {
    const meminfo = 'MemTotal:  100 kB\nMemFree: 7 kB\nMemAvailable: 40 kB';
    expect(readHostMemory(hostFilesOf({ '/proc/meminfo': meminfo }))).toEqual({
      totalKib: 100,
      availableKib: 40,
    });
  });

  it('adds the free pages that each CPU keeps for itself', () => {
    const zoneinfo =
      'Node 0, zone   Normal\n  pages free     9\n  pagesets\n    cpu: 0\n              count: 3\n              high:  8\n    cpu: 1\n              count: 4';
    const files = hostFilesOf({
      '/proc/meminfo': 'MemTotal: 100 kB\nMemAvailable: 40 kB',
      '/proc/zoneinfo': zoneinfo,
    });
    expect(readHostMemory(files).availableKib).toBe(40 + 7 * 4);
  });

  it('names the field that is not there', () => {
    const files = hostFilesOf({ '/proc/meminfo': 'MemTotal:  100 kB' });
    expect(() => readHostMemory(files)).toThrow(
      "Cannot read the host's memory: /proc/meminfo has no MemAvailable",
    );
  });
});
