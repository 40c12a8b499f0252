import { BenchError } from '../../base/errors.ts';
import type { JailPath } from '../../model/brands.ts';
import type { InstanceState } from '../../model/vm-requests.ts';
import { requireFeature, supports, type Dialect } from './versions.ts';

export interface SnapshotCreateOptions {
  /** A diff holds the pages written since the last snapshot; without dirty tracking, those that are resident. */
  readonly kind: 'full' | 'diff';
  readonly snapshotPath: JailPath;
  readonly memFilePath: JailPath;
  /** Version in whose format the state is written, "1.4.0"; Firecracker could write older ones up to 1.5. */
  readonly targetVersion?: string;
}

/** Body of PUT /snapshot/create. */
export interface SnapshotCreateBody {
  readonly snapshot_type: 'Full' | 'Diff';
  readonly snapshot_path: JailPath;
  readonly mem_file_path: JailPath;
  readonly version?: string;
}

/** @throws BenchError `SPEC_INVALID` when the version cannot take it */
export function snapshotCreateBody(dialect: Dialect, options: SnapshotCreateOptions): SnapshotCreateBody {
  const { kind, snapshotPath, memFilePath, targetVersion } = options;
  if (targetVersion !== undefined)
    requireFeature(dialect, 'snapshotTargetVersion', `write a snapshot for Firecracker ${targetVersion}`);
  return {
    snapshot_type: kind === 'full' ? 'Full' : 'Diff',
    snapshot_path: snapshotPath,
    mem_file_path: memFilePath,
    ...(targetVersion === undefined ? {} : { version: targetVersion }),
  };
}

/** What fills the guest's memory: the memory file, mapped, or a page-fault handler behind a Unix socket. */
export interface MemoryBackend {
  readonly type: 'File' | 'Uffd';
  readonly path: JailPath;
}

/** The tap that an interface of the snapshot gets now. */
export interface NetworkOverride {
  readonly ifaceId: string;
  readonly hostDevName: string;
}

export interface SnapshotLoadOptions {
  readonly snapshotPath: JailPath;
  readonly backend: MemoryBackend;
  readonly trackDirtyPages: boolean;
  /** Whether the guest runs when the answer comes; otherwise it is paused. */
  readonly resumeVm: boolean;
  readonly networkOverrides: readonly NetworkOverride[];
}

/** Body of PUT /snapshot/load, in any of its dialects. */
export type SnapshotLoadBody = Readonly<Record<string, unknown>>;

/** @throws BenchError `SPEC_INVALID` when the version cannot take it */
export function snapshotLoadBody(dialect: Dialect, options: SnapshotLoadOptions): SnapshotLoadBody {
  const dirtyKey = supports(dialect, 'trackDirtyPagesAtLoad') ? 'track_dirty_pages' : 'enable_diff_snapshots';
  return {
    snapshot_path: options.snapshotPath,
    ...memoryPart(dialect, options.backend),
    [dirtyKey]: options.trackDirtyPages,
    resume_vm: options.resumeVm,
    ...networkPart(dialect, options.networkOverrides),
  };
}

function memoryPart(dialect: Dialect, { type, path }: MemoryBackend): SnapshotLoadBody {
  if (supports(dialect, 'memBackend')) return { mem_backend: { backend_type: type, backend_path: path } };
  if (type === 'Uffd') requireFeature(dialect, 'memBackend', 'restore with a page-fault handler');
  return { mem_file_path: path };
}

function networkPart(dialect: Dialect, overrides: readonly NetworkOverride[]): SnapshotLoadBody {
  if (overrides.length === 0) return {};
  requireFeature(dialect, 'networkOverrides', 'give a restored microVM other taps');
  return {
    network_overrides: overrides.map(({ ifaceId, hostDevName }) => ({
      iface_id: ifaceId,
      host_dev_name: hostDevName,
    })),
  };
}

const stateWords: Readonly<Record<string, InstanceState>> = {
  'Not started': 'not-started',
  Running: 'running',
  Paused: 'paused',
};

/**
 * The state in an answer to `GET /`: a word in `state`, or the flag `started` of Firecrackers before 0.24, which cannot
 * tell a paused VM from a running one.
 * @throws BenchError `VM_API_REJECTED` for an answer that holds neither
 */
export function readState(instance: unknown): InstanceState {
  if (typeof instance === 'object' && instance !== null) {
    const state = 'state' in instance ? stateWords[String(instance.state)] : undefined;
    if (state !== undefined) return state;
    if ('started' in instance && typeof instance.started === 'boolean')
      return instance.started ? 'running' : 'not-started';
  }
  const seen = JSON.stringify(instance);
  throw new BenchError('VM_API_REJECTED', `Cannot read the state of the microVM: the VMM answered ${seen}`);
}
