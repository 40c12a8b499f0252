import type { ThreadTime } from '../model/observations.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { parseSchedstat } from './threads.ts';

/**
 * KVM's kernel threads on this host with the CPU time since their birth. Their names ("kvm-pit/1") have the VMM's pid in its own
 * namespace, so that those of VMs with one each are called alike. They can't be told apart between VMs: their
 * time is the VM's only where there is one. A kernel that shows none, or keeps no schedstat, gives none.
 */
export function listKvmKernelThreads(files: HostFiles = openHostFiles()): readonly ThreadTime[] {
  return files
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const comm = files.text(`/proc/${pid}/comm`) ?? '';
      if (!/^kvm-(?:pit|nx-lpage)/.test(comm)) return [];
      const schedstat = files.text(`/proc/${pid}/schedstat`);
      return schedstat === undefined ? [] : [{ tid: Number(pid), comm, ...runOf(schedstat) }];
    });
}

function runOf(schedstat: string): { readonly runNs: number } {
  return { runNs: parseSchedstat(schedstat).runNs };
}
