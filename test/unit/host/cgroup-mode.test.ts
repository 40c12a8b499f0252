import { describe, expect, it } from 'vitest';
import { findCgroupMode } from '../../../src/host/cgroup-mode.ts';
import { readPermittedCpus } from '../../../src/host/permitted-cpus.ts';
import { hostFilesOf } from './host-files-of.ts';

const unified = '35 24 0:29 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n';
const hybrid =
  '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n' +
  '32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n' +
  '34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n' +
  '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';

describe('findCgroupMode()', () => {
  it('finds the controller of a pure v2 host', () => {
    const files = hostFilesOf({
      '/proc/self/mountinfo': unified,
      '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids',
      '/sys/fs/cgroup/cpuset.mems.effective': '0-1',
    });
    expect(findCgroupMode(files)).toEqual({ kind: 'v2', mount: '/sys/fs/cgroup', mems: [0, 1] });
  });

  it('finds the v1 hierarchy of a hybrid host', () => {
    const files = hostFilesOf({
      '/proc/self/mountinfo': hybrid,
      '/sys/fs/cgroup/unified/cgroup.controllers': 'hugetlb',
      '/sys/fs/cgroup/cpuset/cpuset.effective_mems': '0',
      '/sys/fs/cgroup/cpuset/cpuset.mems': '0',
    });
    expect(findCgroupMode(files)).toEqual({ kind: 'v1', mount: '/sys/fs/cgroup/cpuset', mems: [0] });
  });

  it('finds a v1 hierarchy that joins controllers, and its memory nodes under the old name', () => {
    const files = hostFilesOf({
      '/proc/self/mountinfo': '34 31 0:31 / /cg/cpu,cpuset rw - cgroup cgroup rw,cpu,cpuset\n',
      '/cg/cpu,cpuset/cpuset.mems': '0,2',
    });
    expect(findCgroupMode(files)).toEqual({ kind: 'v1', mount: '/cg/cpu,cpuset', mems: [0, 2] });
  });

  it('asks sysfs for the memory nodes when the root cgroup has none written', () => {
    const files = hostFilesOf({
      '/proc/self/mountinfo': hybrid,
      '/sys/fs/cgroup/cpuset/cpuset.mems': '',
      '/sys/devices/system/node/has_memory': '0-3',
    });
    expect(findCgroupMode(files)).toMatchObject({ kind: 'v1', mems: [0, 1, 2, 3] });
  });

  it('takes node 0 on a kernel without NUMA', () => {
    expect(findCgroupMode(hostFilesOf({ '/proc/self/mountinfo': hybrid }))).toMatchObject({ mems: [0] });
  });

  it.each([
    ['nothing is known', {}],
    [
      'v2 has no cpuset',
      { '/proc/self/mountinfo': unified, '/sys/fs/cgroup/cgroup.controllers': 'cpu memory' },
    ],
    ['v2 tells no controllers', { '/proc/self/mountinfo': unified }],
    [
      'v2 is mounted read-only',
      {
        '/proc/self/mountinfo': unified.replace('rw,nosuid', 'ro,nosuid'),
        '/sys/fs/cgroup/cgroup.controllers': 'cpuset',
      },
    ],
    [
      'v1 mounts only other controllers',
      { '/proc/self/mountinfo': '32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n' },
    ],
  ] as const)('finds none when %s', (_, contents) => {
    expect(findCgroupMode(hostFilesOf(contents))).toEqual({ kind: 'none' });
  });
});

describe('readPermittedCpus()', () => {
  const v2 = { '/proc/self/mountinfo': unified, '/sys/fs/cgroup/cgroup.controllers': 'cpuset' };

  it('reads the cpuset of the process on v1', () => {
    const files = hostFilesOf({
      '/proc/self/mountinfo': hybrid,
      '/proc/self/cpuset': '/ci',
      '/sys/fs/cgroup/cpuset/ci/cpuset.effective_cpus': '2-3',
      '/sys/fs/cgroup/cpuset/cpuset.effective_cpus': '0-7',
    });
    expect(readPermittedCpus(files)).toEqual([2, 3]);
  });

  it('takes the nearest ancestor with a cpuset on v2', () => {
    const files = hostFilesOf({
      ...v2,
      '/proc/self/cpuset': '/user.slice/user-0.slice/session-3.scope',
      '/sys/fs/cgroup/user.slice/cpuset.cpus.effective': '0-15',
      '/sys/fs/cgroup/cpuset.cpus.effective': '0-63',
    });
    expect(readPermittedCpus(files)).toHaveLength(16);
  });

  it('takes the root when the path is that of another cgroup namespace', () => {
    const files = hostFilesOf({
      ...v2,
      '/proc/self/cpuset': '/../../init.scope',
      '/sys/fs/cgroup/cpuset.cpus.effective': '0-3',
    });
    expect(readPermittedCpus(files)).toEqual([0, 1, 2, 3]);
  });

  it('is undefined without a cpuset controller, or when no cgroup tells', () => {
    expect(readPermittedCpus(hostFilesOf({}))).toBeUndefined();
    expect(readPermittedCpus(hostFilesOf(v2))).toBeUndefined();
  });
});
