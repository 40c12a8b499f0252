import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPageCache } from '../../src/host/page-cache.ts';

// Not the temporary folder, which is often on tmpfs: pages there can't be evicted.
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(process.cwd(), 'node_modules', '.page-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const withoutLibc = { ...process.env, MICROVM_BENCH_NO_FFI: '1' };
const bytes = Buffer.alloc(5 * 1024 * 1024 + 1, 7);

function aFile(): string {
  const path = join(folder, 'memory');
  writeFileSync(path, bytes);
  return path;
}

describe('openPageCache()', () => {
  it.each([
    { how: 'posix_fadvise', environment: process.env },
    { how: 'dd', environment: withoutLibc },
  ])('evicts a file that was just written by $how, and leaves its content', async ({ how, environment }) => {
    const path = aFile();
    const cache = openPageCache(environment);
    const observer = openPageCache();
    expect(observer.residency(path)).toEqual({ known: true, share: 1 });
    await cache.evict(path);
    expect(cache.evictedBy).toBe(how);
    expect(observer.residency(path)).toEqual({ known: true, share: 0 });
    cache.warm(path);
    expect(observer.residency(path)).toEqual({ known: true, share: 1 });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('says that the residency is unknown without the C library', () => {
    expect(openPageCache(withoutLibc).residency(aFile())).toEqual({ known: false });
  });

  it('has no page of an empty file', () => {
    const path = join(folder, 'empty');
    writeFileSync(path, '');
    expect(openPageCache().residency(path)).toEqual({ known: true, share: 0 });
  });

  it('refuses a file that is not there', async () => {
    const cache = openPageCache();
    await expect(async () => cache.evict(join(folder, 'nothing'))).rejects.toThrow(/ENOENT/);
  });
});
