import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStale, modifiedMs, newestModifiedMs } from '../../../scripts/setup/staleness.mjs';

describe('isStale()', () => {
  it.each([
    { productMs: undefined, sourceMs: 1, stale: true },
    { productMs: undefined, sourceMs: undefined, stale: true },
    { productMs: 1, sourceMs: 2, stale: true },
    { productMs: 2, sourceMs: 2, stale: false },
    { productMs: 3, sourceMs: 2, stale: false },
    { productMs: 3, sourceMs: undefined, stale: false },
  ])(
    'says $stale for a product of $productMs and a source of $sourceMs',
    ({ productMs, sourceMs, stale }) => {
      expect(isStale(productMs, sourceMs)).toBe(stale);
    },
  );
});

describe('newestModifiedMs()', () => {
  let folder: string;

  function put(name: string, seconds: number): void {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), seconds, seconds);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'staleness-'));
    mkdirSync(join(folder, 'deep'));
    put('deep/source', 2000);
    put('source', 1000);
    utimesSync(join(folder, 'deep'), 500, 500);
    utimesSync(folder, 500, 500);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('looks into folders', () => {
    expect(newestModifiedMs([folder])).toBe(2_000_000);
  });

  it('sees a removal by the time of the folder', () => {
    const beforeMs = Date.now() - 1000;
    rmSync(join(folder, 'deep', 'source'));
    expect(newestModifiedMs([folder])).toBeGreaterThan(beforeMs);
  });

  it('passes over what is not there', () => {
    expect(newestModifiedMs([join(folder, 'absent'), join(folder, 'source')])).toBe(1_000_000);
    expect(newestModifiedMs([join(folder, 'absent')])).toBe(-Infinity);
    expect(modifiedMs(join(folder, 'absent'))).toBeUndefined();
  });
});
