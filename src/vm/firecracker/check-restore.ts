import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { BenchError } from '../../base/errors.ts';
import { openHostFiles, type HostFiles } from '../../host/host-files.ts';
import type { HostPath } from '../../model/brands.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { RestoreRequest } from '../../model/vm-driver.ts';
import { checkHugePages } from './check-huge-pages.ts';
import { refuse } from './refuse.ts';
import { requireRegularFile } from './regular-file.ts';
import { parseVersion, type Dialect } from './versions.ts';

type Restore = Pick<RestoreRequest, 'snapshot' | 'backend' | 'networkOverrides'>;

const mibBytes = 1_048_576;

/**
 * Checks what Firecracker would refuse by ending, hang on, or take for a guest with holes in its memory.
 * @throws BenchError `SNAPSHOT_INVALID`; `SPEC_INVALID`, `FACILITY_MISSING` for what is asked of it
 */
export function checkRestore(restore: Restore, dialect: Dialect, host: HostFiles = openHostFiles()): void {
  const { snapshot, backend, networkOverrides = [] } = restore;
  checkKind(snapshot);
  checkVersion(snapshot, dialect);
  checkState(snapshot.vmstate);
  checkMemory(snapshot);
  const { spec } = snapshot;
  if (spec.hugePages !== undefined && backend.kind === 'file')
    refuse('hugePages', 'a guest on huge pages is restored by a page-fault handler only, not from the file');
  checkHugePages(spec, host);
  if (backend.kind === 'uffd' && backend.policy.kind === 'prefetch')
    requireRegularFile(backend.policy.workingSet, 'working set');
  const known = (spec.networkInterfaces ?? []).map(({ ifaceId }) => ifaceId);
  const unknown = networkOverrides.find(({ ifaceId }) => !known.includes(ifaceId));
  if (unknown !== undefined)
    refuse('networkOverrides', `the snapshot has no network interface "${unknown.ifaceId}"`);
}

/** Firecracker would take its holes for pages of zeros. */
function checkKind({ kind, memory }: Snapshot): void {
  if (kind === 'full') return;
  const text = `Cannot restore the snapshot "${memory}": a diff holds only the pages that changed since its parent`;
  throw new BenchError('SNAPSHOT_INVALID', text, { hint: 'Merge it with its parents, and restore that' });
}

/** The other way round Firecracker tells by the format in the file. */
function checkVersion({ memory, firecrackerVersion }: Snapshot, dialect: Dialect): void {
  if (parseVersion(firecrackerVersion).minor <= dialect.minor) return;
  const text = `Cannot restore the snapshot "${memory}": Firecracker ${firecrackerVersion} made it, and this is ${dialect.version}`;
  throw new BenchError('SNAPSHOT_INVALID', text, {
    hint: 'Restore it by the version that made it, or a newer one',
  });
}

/** SNAPSHOT_MAGIC_ID of x86-64, little-endian, without the two bytes that older formats used for their version. */
const vmstateMagic = '648684191007';
const magicBytes = 8;

function checkState(vmstate: HostPath): void {
  requireFile(vmstate, 'its vmstate file is absent');
  const head = Buffer.alloc(magicBytes);
  const descriptor = openSync(vmstate, 'r');
  try {
    readSync(descriptor, head);
  } finally {
    closeSync(descriptor);
  }
  if (head.toString('hex', 2) === vmstateMagic) return;
  const text = `Cannot restore the snapshot "${vmstate}": it does not begin like the state of a microVM on x86-64`;
  throw new BenchError('SNAPSHOT_INVALID', text);
}

/** Of a shorter file a page-fault handler would leave the rest of the memory unserved, for ever. */
function checkMemory({ memory, spec }: Snapshot): void {
  requireFile(memory, 'its memory file is absent');
  const { size } = statSync(memory);
  if (size === spec.memMib * mibBytes) return;
  const text = `Cannot restore the snapshot "${memory}": the file has ${size} bytes, and the guest ${spec.memMib} MiB`;
  throw new BenchError('SNAPSHOT_INVALID', text, {
    hint: 'Give the spec that the snapshot was made with, or make the snapshot anew',
  });
}

function requireFile(path: HostPath, seen: string): void {
  if (existsSync(path) && statSync(path).isFile()) return;
  throw new BenchError('SNAPSHOT_INVALID', `Cannot restore the snapshot "${path}": ${seen}`);
}
