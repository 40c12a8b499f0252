import { describe, expect, it } from 'vitest';
import { readMemoryCgroup } from '../../../src/host/memory-cgroup.ts';
import { hostFilesOf } from './host-files-of.ts';

const v1 = {
  '/proc/42/cgroup': '9:name=systemd:/\n4:memory:/vms/a\n0::/',
  '/proc/self/mountinfo': '30 1 0:1 / /cg/memory rw - cgroup cgroup rw,memory',
  '/cg/memory/vms/a/cgroup.procs': '42',
  '/cg/memory/vms/a/memory.usage_in_bytes': '3145728',
  '/cg/memory/vms/a/memory.kmem.usage_in_bytes': '204800',
};
const v2 = {
  '/proc/42/cgroup': '0::/vms/a',
  '/proc/self/mountinfo': '30 1 0:1 / /cg rw - cgroup2 cgroup2 rw',
  '/cg/vms/a/cgroup.procs': '42',
  '/cg/vms/a/memory.current': '3145728',
  '/cg/vms/a/memory.stat': 'anon 1\nkernel 204800\nslab_reclaimable 7\nslab 102400',
};

describe('readMemoryCgroup()', () => {
  it('reads v1', () => {
    expect(readMemoryCgroup(42, hostFilesOf(v1))).toEqual({
      version: 'v1',
      chargedKib: 3072,
      kernelKib: 200,
    });
  });

  it('reads v2, with the slab', () => {
    expect(readMemoryCgroup(42, hostFilesOf(v2))).toEqual({
      version: 'v2',
      chargedKib: 3072,
      slabKib: 100,
      kernelKib: 200,
    });
  });

  it('leaves out what an older kernel does not count', () => {
    const older = { ...v2, '/cg/vms/a/memory.stat': 'anon 1' };
    expect(readMemoryCgroup(42, hostFilesOf(older))).toEqual({ version: 'v2', chargedKib: 3072 });
  });

  it('tells nothing of a cgroup with other processes, of one without a count, and of no cgroup', () => {
    const shared = { ...v1, '/cg/memory/vms/a/cgroup.procs': '41\n42' };
    const { '/cg/vms/a/memory.current': _current, ...uncounted } = v2;
    expect(readMemoryCgroup(42, hostFilesOf(shared))).toBeUndefined();
    expect(readMemoryCgroup(42, hostFilesOf(uncounted))).toBeUndefined();
    expect(readMemoryCgroup(42, hostFilesOf({}))).toBeUndefined();
  });
});
