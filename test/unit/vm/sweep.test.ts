import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepEmptyParents } from '../../../src/vm/firecracker/sweep.ts';

describe('sweepEmptyParents()', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mvb-sweep-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("removes the tool's own parent where nothing is in it, and nothing else", () => {
    const mounts = ['empty', 'used', 'none'].map((name) => join(root, name));
    for (const path of ['empty/microvm-bench', 'empty/other', 'used/microvm-bench/mvb-1-1-1', 'none'])
      mkdirSync(join(root, path), { recursive: true });
    expect(sweepEmptyParents([...mounts, ...mounts])).toEqual([join(root, 'empty/microvm-bench')]);
    expect(existsSync(join(root, 'empty/microvm-bench'))).toBe(false);
    expect(existsSync(join(root, 'empty/other'))).toBe(true);
    expect(existsSync(join(root, 'used/microvm-bench/mvb-1-1-1'))).toBe(true);
  });
});
