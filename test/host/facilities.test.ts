import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeHostLock } from '../../src/host/host-lock.ts';

const isRoot = process.getuid?.() === 0;

describe('a host without /dev/kvm', () => {
  it.for(['run', 'doctor'])('ends %s with status 69 and says what to do', (command, context) => {
    context.skip(!isRoot, 'not root: a mount namespace is needed');
    // In a mount namespace of its own /dev holds nothing but what a process needs.
    const script =
      'mount -t tmpfs none /dev && mknod /dev/null c 1 3 && mknod /dev/urandom c 1 9 && exec "$@"';
    const tool = [process.execPath, resolve('dist/src/cli/main.js'), command];
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', ...tool], {
      encoding: 'utf8',
    });
    expect(status).toBe(69);
    expect(stdout + stderr).toContain('Cannot open /dev/kvm: ENOENT');
    expect(stdout + stderr).toContain('Load the kvm_intel or kvm_amd module');
  });
});

describe('takeHostLock()', () => {
  it('is held by one at a time and free again afterwards', async () => {
    const name = `microvm-bench-test-${process.pid}`;
    {
      await using _lock = await takeHostLock(name);
      await expect(takeHostLock(name)).rejects.toMatchObject({ code: 'LOCK_HELD' });
    }
    await using _again = await takeHostLock(name);
  });
});
