import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolders } from '../../../src/base/make-folders.ts';

const hint = 'Choose another folder';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microvm-bench-folders-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function errorOf(path: string): unknown {
  try {
    makeFolders(path, { hint });
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

describe('makeFolders()', () => {
  it('makes a folder and those above it with the mode', () => {
    makeFolders(join(folder, 'a', 'b', 'c'), { hint, mode: 0o700 });
    const modes = ['a', 'a/b', 'a/b/c'].map((path) => statSync(join(folder, path)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o700]);
  });

  it('leaves a folder that is there as it is, and one behind a link', () => {
    makeFolders(join(folder, 'a'), { hint, mode: 0o755 });
    makeFolders(join(folder, 'a'), { hint, mode: 0o700 });
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o755);
    symlinkSync('a', join(folder, 'link'));
    makeFolders(join(folder, 'link', 'b'), { hint });
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
  });

  it('ends where the kernel lets nobody make a folder', () => {
    expect(errorOf('/proc/microvm-bench/a')).toMatchObject({
      code: 'RESULTS_NOT_WRITABLE',
      message:
        'Cannot make the folder "/proc/microvm-bench/a": ENOENT: no such file or directory, mkdir \'/proc/microvm-bench\'',
      hint,
    });
  });

  it.each(['file', 'file/a', 'file/a/b'])('says that a file is in the way of %s', (path) => {
    writeFileSync(join(folder, 'file'), '');
    expect(errorOf(join(folder, path))).toMatchObject({
      code: 'RESULTS_NOT_WRITABLE',
      message: `Cannot make the folder "${join(folder, path)}": "${join(folder, 'file')}" is no folder`,
      hint,
    });
  });

  it('says that a link leads nowhere', () => {
    symlinkSync('nothing', join(folder, 'link'));
    expect(errorOf(join(folder, 'link'))).toMatchObject({
      message: `Cannot make the folder "${join(folder, 'link')}": "${join(folder, 'link')}" is no folder`,
    });
  });
});
