import { describe, expect, it } from 'vitest';
import { readHostMemory } from '../../../src/host/host-memory.ts';
import { hostFilesOf } from './host-files-of.ts';

describe('readHostMemory()', () => {
  it('reads what there is and what can be had', () => {
    const files = hostFilesOf({ '/proc/meminfo': 'MemTotal:  100 kB\nMemFree: 7 kB\nMemAvailable: 40 kB' });
    expect(readHostMemory(files)).toEqual({ totalKib: 100, availableKib: 40 });
  });

  it('names the field that is not there', () => {
    const files = hostFilesOf({ '/proc/meminfo': 'MemTotal:  100 kB' });
    expect(() => readHostMemory(files)).toThrow(
      "Cannot read the host's memory: /proc/meminfo has no MemAvailable",
    );
  });
});
