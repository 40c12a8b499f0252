import type { HostPid } from './brands.ts';

/** What a thread of the VMM is there for. `other` is a helper thread that is confined, not pinned. */
export type ThreadRole =
  | { readonly kind: 'vmm' }
  | { readonly kind: 'api' }
  | { readonly kind: 'vcpu'; readonly index: number }
  | { readonly kind: 'other' };

/** "vmm", "api", "vcpu 0". */
export function formatRole(role: ThreadRole): string {
  return role.kind === 'vcpu' ? `vcpu ${String(role.index)}` : role.kind;
}

export type PlacementPolicyName = 'auto' | 'dedicated' | 'shared';

/** Which thread is to run on which CPUs. The union of all is the set that the VM is confined to from its start. */
export interface PlannedPlacement {
  readonly policy: 'dedicated' | 'shared';
  readonly confineTo: readonly number[];
  readonly vmm: readonly number[];
  readonly api: readonly number[];
  /** One set a vCPU, by index. */
  readonly vcpus: readonly (readonly number[])[];
}

/** How the VM is held on its CPUs before its threads can be pinned one by one. */
export type Confinement =
  | {
      readonly kind: 'cpuset-v1' | 'cpuset-v2';
      readonly cpus: readonly number[];
      readonly mems: readonly number[];
    }
  /** No cpuset controller: the jailer is started with this affinity and all threads inherit it. */
  | { readonly kind: 'affinity'; readonly cpus: readonly number[] };

/** One thread as it was found after pinning. */
export interface PlacedThread {
  readonly tid: number;
  readonly comm: string;
  readonly role: string;
  /** Read back from `Cpus_allowed_list`. */
  readonly allowedCpus: readonly number[];
  /** The CPU it last ran on (`/proc/PID/task/TID/stat` field 39). */
  readonly lastCpu: number;
  /** `se.nr_migrations`; absent where the kernel does not tell. */
  readonly migrations?: number;
  /** Nanoseconds on a CPU and waiting for one (`schedstat`). */
  readonly runNs: number;
  readonly waitNs: number;
  /** `nonvoluntary_ctxt_switches`. */
  readonly involuntarySwitches: number;
}

export interface AppliedPlacement {
  readonly policy: 'dedicated' | 'shared';
  readonly confinement: Confinement['kind'];
  readonly setter: string;
  readonly threads: readonly PlacedThread[];
}

/** Pins the threads of one VM and proves it. */
export interface Placer {
  readonly plan: PlannedPlacement;
  readonly confinement: Confinement;
  /**
   * Pins each thread by role and reads it back.
   * @throws BenchError `PLACEMENT_NOT_APPLIED` listing the threads found
   */
  readonly apply: (pid: HostPid) => Promise<void>;
  /** Reads every thread in full, changing nothing. Throws as `apply` does when one is not where it was put. */
  readonly inspect: (pid: HostPid) => AppliedPlacement;
}
