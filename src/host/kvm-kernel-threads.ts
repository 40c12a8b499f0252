import { openHostFiles, type HostFiles } from './host-files.ts';
import { parseSchedstat } from './threads.ts';

/** A thread of the kernel that works for some VM and is in no VMM's process. */
export interface KvmKernelThread {
  readonly tid: number;
  /** "kvm-pit/1": the number is the VMM's pid in its own namespace, so with one each all are called alike. */
  readonly comm: string;
  readonly runNs: number;
}

/**
 * KVM's kernel threads on this host with the CPU time since their birth. They can't be told apart between VMs: their
 * time is the VM's only where there is one. A kernel that shows none, or keeps no schedstat, gives none.
 */
export function listKvmKernelThreads(files: HostFiles = openHostFiles()): readonly KvmKernelThread[] {
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
