import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { makeMissingFolders } from '../../base/make-folders.ts';
import { mountsBelow } from '../../host/mounts-below.ts';
import { jailPath, type HostPath, type JailPath } from '../../model/brands.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { driveName, drivePath, metadataPath, type JailLayout } from './jail-layout.ts';
import { requireRegularFile } from './regular-file.ts';

export interface JailOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A file of the host as the jailed process sees it, and how it came there. */
export interface PlacedFile {
  readonly path: JailPath;
  readonly way: 'link' | 'copy' | 'ramdisk';
}

/** Where the spec's files lie for the jailed process. */
export interface JailedFiles {
  readonly kernel: PlacedFile;
  readonly initrd?: PlacedFile;
  readonly metadata?: PlacedFile;
  /** By drive id. Those for the ramdisk are not there before `fillRamdisk`. */
  readonly drives: ReadonlyMap<string, PlacedFile>;
}

const timeZoneFile = '/etc/localtime';

/**
 * Makes the jail's directory, which must not exist yet: the jailer itself would fail late, or run with a stale pid file.
 * @throws BenchError `JAIL_FAILED`
 */
export function claimJail(layout: JailLayout): void {
  inJail(layout, () => {
    makeMissingFolders(dirname(layout.directory), 0o755);
    mkdirSync(layout.directory, { mode: 0o755 });
  });
}

/**
 * Fills a jail that was claimed. `run` is made here rather than by the jailer, so that it can be watched before the
 * socket comes.
 * @throws BenchError `JAIL_FAILED`, `SPEC_INVALID`
 */
export function fillJail(layout: JailLayout, spec: VmSpec, owner: JailOwner): JailedFiles {
  return inJail(layout, () => {
    for (const directory of [layout.root, layout.runDirectory]) makeOwnedDirectory(directory, owner);
    for (const file of [layout.log, layout.metrics]) makeOwnedFile(file, owner);
    if (spec.serialOutName !== undefined) makeOwnedFile(join(layout.root, spec.serialOutName), owner);
    placeTimeZone(layout, owner);
    return placeFiles(layout, spec, owner);
  });
}

function inJail<T>(layout: JailLayout, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof BenchError) throw thrown;
    const hint =
      systemErrorCode(thrown) === 'EEXIST'
        ? 'Give each microVM an id of its own'
        : 'The jail base must be writable and have room for a copy of the Firecracker binary';
    const text = `Cannot make the jail "${layout.directory}": ${errorMessage(thrown)}`;
    throw new BenchError('JAIL_FAILED', text, { cause: thrown, hint });
  }
}

/**
 * Removes the jail whole. The caller has made sure that nothing lives in it.
 * @throws BenchError `CLEANUP_FAILED` while something is mounted in it: a removal would go on in what is mounted
 */
export function removeJail(layout: JailLayout): void {
  const mounts = mountsBelow(layout.directory);
  if (mounts.length > 0) {
    const text = `Cannot remove the jail "${layout.directory}": ${mounts.join(' and ')} is still mounted`;
    throw new BenchError('CLEANUP_FAILED', text, { hint: 'Unmount it, then run the tool again' });
  }
  rmSync(layout.directory, { recursive: true, force: true });
}

function placeFiles(layout: JailLayout, spec: VmSpec, owner: JailOwner): JailedFiles {
  const place = (path: HostPath, name: string, access: Access): PlacedFile =>
    placeInJail({ path, name, access, layout, owner });
  const drives = spec.drives.map((drive) => {
    const { driveId, path, isReadOnly, placement } = drive;
    if (placement === 'ramdisk') return [driveId, { path: drivePath(drive), way: 'ramdisk' }] as const;
    return [driveId, place(path, driveName(driveId), isReadOnly ? 'read' : 'write')] as const;
  });
  return {
    kernel: place(spec.kernel, 'kernel', 'read'),
    ...(spec.initrd === undefined ? {} : { initrd: place(spec.initrd, 'initrd', 'read') }),
    ...(spec.metadataFile === undefined ? {} : { metadata: place(spec.metadataFile, metadataPath, 'read') }),
    drives: new Map<string, PlacedFile>(drives),
  };
}

type Access = 'read' | 'write';

interface Placing {
  readonly path: HostPath;
  readonly name: string;
  readonly access: Access;
  readonly layout: JailLayout;
  readonly owner: JailOwner;
}

/**
 * Links a file that the jail's user may read as it is. Copies across filesystems, and whenever the jail's user must
 * own the file: a chown through a hard link would change the original.
 */
export function placeInJail({ path, name, access, layout, owner }: Placing): PlacedFile {
  const target = join(layout.root, name);
  requireRegularFile(path, name);
  const isReadableByAll = (statSync(path).mode & 0o004) !== 0;
  if (access === 'read' && isReadableByAll && tryLink(path, target))
    return { path: jailPath(name), way: 'link' };
  copyFileSync(path, target, constants.COPYFILE_FICLONE);
  chownSync(target, owner.uid, owner.gid);
  chmodSync(target, access === 'read' ? 0o400 : 0o600);
  return { path: jailPath(name), way: 'copy' };
}

function tryLink(path: string, target: string): boolean {
  try {
    linkSync(path, target);
    return true;
  } catch (thrown) {
    // EMLINK: the original has all the links that its filesystem allows.
    if (['EXDEV', 'EMLINK', 'EPERM'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw thrown;
  }
}

function makeOwnedDirectory(path: string, owner: JailOwner): void {
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, owner.uid, owner.gid);
}

function makeOwnedFile(path: string, owner: JailOwner): void {
  closeSync(openSync(path, 'wx', 0o600));
  chownSync(path, owner.uid, owner.gid);
}

/** Gives log stamps the host's zone; without it they are in UTC. */
function placeTimeZone(layout: JailLayout, owner: JailOwner): void {
  if (!existsSync(timeZoneFile)) return;
  const directory = join(layout.root, 'etc');
  makeOwnedDirectory(directory, owner);
  copyFileSync(timeZoneFile, join(directory, basename(timeZoneFile)));
}
