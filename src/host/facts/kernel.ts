import { hostname, machine, release } from 'node:os';
import type { HostFacts } from '../../model/host-facts.ts';
import type { HostFiles } from '../host-files.ts';

type KernelIdentity = Pick<
  HostFacts['identity'],
  'hostname' | 'architecture' | 'kernel' | 'kernelCommandLine' | 'distribution' | 'kvmModules'
>;

/** The kernel and the distribution around it. */
export function readKernelIdentity(files: HostFiles): KernelIdentity {
  const distribution = findDistribution(files);
  return {
    hostname: files.text('/proc/sys/kernel/hostname') ?? hostname(),
    architecture: files.text('/proc/sys/kernel/arch') ?? machine(), // the file is there from Linux 6.1 on
    kernel: files.text('/proc/sys/kernel/osrelease') ?? release(),
    kernelCommandLine: files.text('/proc/cmdline') ?? '',
    kvmModules: files.list('/sys/module').filter((name) => /^kvm(_|$)/.test(name)),
    ...(distribution === undefined ? {} : { distribution }),
  };
}

/** The clock that the kernel reads: anything but the TSC makes time stamps dear. */
export function readClocksource(files: HostFiles): string | undefined {
  return files.text('/sys/devices/system/clocksource/clocksource0/current_clocksource');
}

// os-release(5): the second place is the vendor's, the values are quoted as in a shell.
function findDistribution(files: HostFiles): string | undefined {
  const text = files.text('/etc/os-release') ?? files.text('/usr/lib/os-release') ?? '';
  const value = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1];
  return value?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\([\\"$`])/g, '$1');
}
