import { describe, expect, it } from 'vitest';
import { hostPath, vmId } from '../../../src/model/brands.ts';
import { jailerCommand, type JailerCommandOptions } from '../../../src/vm/firecracker/jailer-command.ts';

const options: JailerCommandOptions = {
  id: vmId('vm-1'),
  jailer: hostPath('/opt/fc/jailer'),
  firecracker: hostPath('/opt/fc/firecracker'),
  cloneHelper: hostPath('/opt/newpid_clone'),
  jailBase: hostPath('/srv/jailer'),
  uid: 70_000,
  gid: 70_001,
  launch: 'pid-namespace',
  confinement: { kind: 'cpuset-v1', cpus: [1, 2, 3, 5], mems: [0] },
};

const words = (overrides: Partial<JailerCommandOptions>): string => {
  const { file, args } = jailerCommand({ ...options, ...overrides });
  return [file, ...args].join(' ');
};

const jailed =
  '--id vm-1 --exec-file /opt/fc/firecracker --uid 70000 --gid 70001 --chroot-base-dir /srv/jailer';
const firecracker = '-- --log-path log --level Debug --metrics-path metrics --boot-timer';

describe('jailerCommand()', () => {
  it('lets the jailer make the PID namespace and a v1 cpuset', () => {
    expect(words({})).toBe(
      `/opt/fc/jailer ${jailed} --new-pid-ns --cgroup-version 1 --parent-cgroup microvm-bench ` +
        `--cgroup cpuset.cpus=1-3,5 --cgroup cpuset.mems=0 ${firecracker}`,
    );
  });

  it('asks for a v2 cpuset where the host has that', () => {
    expect(words({ confinement: { kind: 'cpuset-v2', cpus: [1], mems: [0, 1] } })).toBe(
      `/opt/fc/jailer ${jailed} --new-pid-ns --cgroup-version 2 --parent-cgroup microvm-bench ` +
        `--cgroup cpuset.cpus=1 --cgroup cpuset.mems=0-1 ${firecracker}`,
    );
  });

  it('starts through taskset where there is no cpuset', () => {
    expect(words({ confinement: { kind: 'affinity', cpus: [2, 3] } })).toBe(
      `taskset -c 2-3 /opt/fc/jailer ${jailed} --new-pid-ns ${firecracker}`,
    );
  });

  it('starts through the clone helper, which makes the namespace itself', () => {
    expect(words({ launch: 'clone-helper', confinement: { kind: 'affinity', cpus: [2] } })).toBe(
      `taskset -c 2 /opt/newpid_clone --wait --pid-fd 3 -- /opt/fc/jailer ${jailed} ${firecracker}`,
    );
  });
});
