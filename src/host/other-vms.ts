import type { HostFiles } from './host-files.ts';

/** VMMs by the names of their processes, each cut at the kernel's 15 bytes. */
const vmmNames = /^(?:firecracker|qemu-|kvm$|cloud-hyperviso|crosvm|VBoxHeadless)/;

/**
 * How many VMs other than one's own run on the host. KVM's folder in debugfs has one entry a VM, "PID-FD", whatever the
 * VMM is called; where it is not mounted, processes are told by name, and a VMM of another name is missed.
 */
export function countOtherVms(ownPids: readonly number[], files: HostFiles): number {
  const own = new Set(ownPids);
  const entries = files.list('/sys/kernel/debug/kvm').flatMap((name) => {
    const pid = /^(\d+)-\d+$/.exec(name)?.[1];
    return pid === undefined ? [] : [Number(pid)];
  });
  const pids = entries.length > 0 ? entries : listNamedVmms(files);
  return pids.filter((pid) => !own.has(pid)).length;
}

function listNamedVmms(files: HostFiles): readonly number[] {
  return files
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => vmmNames.test(files.text(`/proc/${pid}/comm`) ?? '') && isAlive(pid, files))
    .map(Number);
}

// A zombie keeps its name, and has no address space left.
function isAlive(pid: string, files: HostFiles): boolean {
  return (files.text(`/proc/${pid}/cmdline`) ?? '') !== '';
}
