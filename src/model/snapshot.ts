import type { HostPath } from './brands.ts';
import type { GuestAddressing } from './guest-network.ts';
import type { VmSpec } from './vm-spec.ts';

export type SnapshotKind = 'full' | 'diff';

/** A microVM on disk. A diff holds only the pages that changed since its parent and cannot be restored by itself. */
export interface Snapshot {
  readonly kind: SnapshotKind;
  readonly vmstate: HostPath;
  /** As long as the guest's memory; a diff is sparse. */
  readonly memory: HostPath;
  /** Of both files as they were written. */
  readonly digest: SnapshotDigest;
  /** As the VMM was told it. */
  readonly spec: VmSpec;
  /** Of a VM with a network of its own: each restore gets one with the same tap, MAC and addresses. */
  readonly guestNetwork?: GuestAddressing;
  readonly firecrackerVersion: string;
  /** Of a diff: the snapshot that its pages lie on. */
  readonly parent?: Snapshot;
}

/** What identifies a snapshot's content, and what it takes on disk. */
export interface SnapshotDigest {
  readonly vmstateSha256: string;
  readonly memorySha256: string;
  /** Allocated, not apparent: holes take nothing. */
  readonly memoryAllocatedKib: number;
}

/** How the restored VM gets its memory. */
export type MemoryBackend =
  /** Mapped from the file; pages come by page faults from the page cache or the disk. */
  | { readonly kind: 'file' }
  /** Served by `native/uffd_handler`. */
  | {
      readonly kind: 'uffd';
      readonly policy: UffdPolicy;
      /** A file that is written when the VMM is gone: the working set for a later `prefetch` of the same snapshot. */
      readonly record?: HostPath;
    };

export type UffdPolicy =
  | { readonly kind: 'on-demand' }
  | { readonly kind: 'all' }
  /** First the pages of a recorded working set, then on demand. */
  | { readonly kind: 'prefetch'; readonly workingSet: HostPath };

/** What the page-fault handler tells when its VMM is gone. */
export interface UffdTotals {
  readonly faultCount: number;
  readonly copiedKib: number;
  readonly serviceUs: number;
  /**
   * The first fault of a restore is the VMM's own write of the generation ID; the second page is the guest's.
   * CLOCK_MONOTONIC; a number holds it exactly for 104 days of uptime.
   */
  readonly firstGuestFaultNs?: number;
}
