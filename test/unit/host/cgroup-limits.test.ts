import { describe, expect, it } from 'vitest';
import { findHitLimit } from '../../../src/host/cgroup-limits.ts';
import { hostFilesOf } from './host-files-of.ts';

describe('findHitLimit()', () => {
  it.each([
    ['a kill in v1', { '/a/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1' }, 'memory'],
    ['a kill in v2', { '/b/memory.events': 'low 0\nhigh 0\nmax 75\noom 1\noom_kill 1' }, 'memory'],
    ['a thread that was not made', { '/b/pids.events': 'max 12' }, 'tasks'],
    ['the kill before the thread', { '/a/pids.events': 'max 1', '/b/memory.events': 'oom_kill 2' }, 'memory'],
    ['a group that was near its limit', { '/a/memory.events': 'max 75\noom 1\noom_kill 0' }, undefined],
    ['no limit', {}, undefined],
  ])('sees %s', (_what, files, limit) => {
    expect(findHitLimit(['/a', '/b'], hostFilesOf(files))).toBe(limit);
  });
});
