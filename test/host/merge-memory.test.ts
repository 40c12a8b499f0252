import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from './run-tool.ts';

const tool = resolve('native/build/merge_memory');
const pageBytes = 4096;

/** A sparse file of `pageCount` pages with one letter in each of the given ones. */
function makeMemory(path: string, pageCount: number, pages: Readonly<Record<number, string>>): string {
  const descriptor = openSync(path, 'w');
  ftruncateSync(descriptor, pageCount * pageBytes);
  for (const [page, letter] of Object.entries(pages)) {
    writeSync(descriptor, Buffer.alloc(pageBytes, letter), 0, pageBytes, Number(page) * pageBytes);
  }
  closeSync(descriptor);
  return path;
}

const letters = (path: string): string =>
  Array.from({ length: statSync(path).size / pageBytes }, (_, page) => {
    const byte = readFileSync(path)[page * pageBytes] ?? 0;
    return byte === 0 ? '.' : String.fromCharCode(byte);
  }).join('');

describe('merge_memory', () => {
  it("lays the diff's pages over its parent's, and holes stay holes", () => {
    using folder = makeTestFolder();
    const base = makeMemory(join(folder.path, 'base'), 64, { 1: 'b', 2: 'b', 40: 'b' });
    const diff = makeMemory(join(folder.path, 'diff'), 64, { 2: 'd', 63: 'd' });
    const output = join(folder.path, 'output');
    const { status, stdout } = spawnSync(tool, [base, diff, output], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toBe('extents=2 bytes=8192\n');
    expect(letters(output)).toBe(`.bd${'.'.repeat(37)}b${'.'.repeat(22)}d`);
    expect(statSync(output).blocks * 512).toBe(4 * pageBytes);
  });

  it('overwrites with zeros that the guest wrote', () => {
    using folder = makeTestFolder();
    const base = makeMemory(join(folder.path, 'base'), 4, { 1: 'b' });
    const diff = makeMemory(join(folder.path, 'diff'), 4, { 1: '\0' });
    const output = join(folder.path, 'output');
    expect(spawnSync(tool, [base, diff, output]).status).toBe(0);
    expect(letters(output)).toBe('....');
  });

  it.each([
    ['of another length', 4, 'it is not as long as its parent'],
    ['without a hole', 8, 'it has no hole'],
  ])('refuses a diff %s and leaves no output', (_what, pageCount, reason) => {
    using folder = makeTestFolder();
    const base = makeMemory(join(folder.path, 'base'), 8, { 1: 'b' });
    const pages = Object.fromEntries(Array.from({ length: pageCount }, (_, page) => [page, 'd']));
    const diff = makeMemory(join(folder.path, 'diff'), pageCount, pages);
    const output = join(folder.path, 'output');
    const { status, stderr } = spawnSync(tool, [base, diff, output], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toBe(
      `merge_memory: cannot use "${diff}": ${reason}${pageCount === 8 ? ': a full snapshot, or one copied without its holes' : ''}\n`,
    );
    expect(existsSync(output)).toBe(false);
  });

  it('never overwrites and says how it is used', () => {
    using folder = makeTestFolder();
    const base = makeMemory(join(folder.path, 'base'), 4, { 1: 'b' });
    expect(spawnSync(tool, [base, base, base]).status).toBe(1);
    expect(letters(base)).toBe('.b..');
    expect(spawnSync(tool, [base]).status).toBe(64);
  });
});
