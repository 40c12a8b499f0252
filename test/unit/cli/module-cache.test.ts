import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { privateModuleCache } from '../../../src/cli/module-cache.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

describe('privateModuleCache()', () => {
  it('is below XDG_CACHE_HOME, or below ~/.cache when that is not absolute', () => {
    using folder = makeTemporaryFolder();
    const home = join(folder.path, 'home');
    expect(privateModuleCache({ XDG_CACHE_HOME: folder.path })).toBe(join(folder.path, 'microvm-bench/jiti'));
    expect(privateModuleCache({ XDG_CACHE_HOME: 'relative', HOME: home })).toBe(
      join(home, '.cache/microvm-bench/jiti'),
    );
  });

  it('takes an open folder of ours away from others', () => {
    using folder = makeTemporaryFolder();
    const cache = join(folder.path, 'microvm-bench/jiti');
    mkdirSync(cache, { recursive: true });
    chmodSync(cache, 0o777);
    expect(privateModuleCache({ XDG_CACHE_HOME: folder.path })).toBe(cache);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
  });

  it('does without a cache where a link or a file stands in its place', () => {
    using folder = makeTemporaryFolder();
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'microvm-bench'));
    expect(privateModuleCache({ XDG_CACHE_HOME: folder.path })).toBeUndefined();
    expect(privateModuleCache({ XDG_CACHE_HOME: '/proc/microvm-bench-cache' })).toBeUndefined();
    writeFileSync(join(folder.path, 'file'), '');
    expect(privateModuleCache({ XDG_CACHE_HOME: join(folder.path, 'file') })).toBeUndefined();
  });
});
