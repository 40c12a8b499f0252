import { describe, expect, it } from 'vitest';
import { hostPath } from '../../../src/model/brands.ts';
import type { JailSpec } from '../../../src/model/vm-spec.ts';
import { jailerCommand, type JailerCommandOptions } from '../../../src/vm/firecracker/jailer-command.ts';
import { dialectOf } from '../../../src/vm/firecracker/versions.ts';
import { jailerOptions } from './jailer-options.ts';

const words = (overrides: Partial<JailerCommandOptions>): string => {
  const { file, args } = jailerCommand({ ...jailerOptions, ...overrides });
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

  it('lets the jailer daemonize it', () => {
    expect(words({ launch: 'daemonize', confinement: { kind: 'affinity', cpus: [2] } })).toBe(
      `taskset -c 2 /opt/fc/jailer ${jailed} --daemonize --new-pid-ns ${firecracker}`,
    );
  });

  it('leaves it in this PID namespace, our own child, when it is attached', () => {
    expect(words({ launch: 'attached', confinement: { kind: 'affinity', cpus: [2] } })).toBe(
      `taskset -c 2 /opt/fc/jailer ${jailed} ${firecracker}`,
    );
  });

  it('gives the jail its limits and namespace, and settings to the cgroup of the CPUs', () => {
    const jail: JailSpec = {
      networkNamespace: hostPath('/var/run/netns/n'),
      resourceLimits: { fsizeBytes: 4096, noFile: 64 },
      parentCgroup: 'a/b',
      cgroups: { version: 1, settings: [{ file: 'pids.max', value: '10' }] },
      firecrackerArguments: ['--no-seccomp'],
      logLevel: 'Info',
    };
    expect(words({ jail, spec: { metadataFile: hostPath('/m.json') } })).toBe(
      `/opt/fc/jailer ${jailed} --new-pid-ns --netns /var/run/netns/n --resource-limit fsize=4096 ` +
        `--resource-limit no-file=64 --cgroup-version 1 --parent-cgroup a/b --cgroup cpuset.cpus=1-3,5 ` +
        `--cgroup cpuset.mems=0 --cgroup pids.max=10 -- --log-path log --level Info --metrics-path metrics ` +
        `--boot-timer --metadata metadata --no-seccomp`,
    );
  });

  it('makes cgroups for settings alone where the CPUs are held by affinity', () => {
    const jail: JailSpec = { cgroups: { version: 2, settings: [{ file: 'memory.max', value: '1G' }] } };
    expect(words({ jail, confinement: { kind: 'affinity', cpus: [2] } })).toBe(
      `taskset -c 2 /opt/fc/jailer ${jailed} --new-pid-ns --cgroup-version 2 --parent-cgroup microvm-bench ` +
        `--cgroup memory.max=1G ${firecracker}`,
    );
  });

  it('leaves the metrics to a request before 1.2', () => {
    expect(words({ dialect: dialectOf('1.1.0') })).toMatch(/-- --log-path log --level Debug --boot-timer$/);
  });
});
