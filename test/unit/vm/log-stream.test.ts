import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogStream } from '../../../src/vm/firecracker/log-stream.ts';

it('openLogStream() reads a flood of lines at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-test-'));
  const path = join(folder, 'log');
  writeFileSync(path, 'No file descriptors available\n'.repeat(500_000));
  using log = openLogStream({ path, vmm: () => undefined });
  expect(log.lines()).toHaveLength(500_000);
  rmSync(folder, { recursive: true });
});
