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
import { basename, join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { jailPath, type HostPath, type JailPath } from '../../model/brands.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { JailLayout } from './jail-layout.ts';

export interface JailOwner {
  readonly uid: number;
  readonly gid: number;
}

/** Where the spec's files lie for the jailed process. */
export interface JailedFiles {
  readonly kernel: JailPath;
  readonly initrd?: JailPath;
  /** By drive id. */
  readonly drives: ReadonlyMap<string, JailPath>;
}

const timeZoneFile = '/etc/localtime';

/**
 * Makes the jail's directory, which must not exist yet: the jailer itself would fail late, or run with a stale pid file.
 * @throws BenchError `JAIL_FAILED`
 */
export function claimJail(layout: JailLayout): void {
  inJail(layout, () => {
    mkdirSync(join(layout.directory, '..'), { recursive: true, mode: 0o755 });
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
    placeTimeZone(layout, owner);
    return placeFiles(layout, spec, owner);
  });
}

function inJail<T>(layout: JailLayout, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof BenchError) throw thrown;
    throw new BenchError(
      'JAIL_FAILED',
      `Cannot make the jail "${layout.directory}": ${errorMessage(thrown)}`,
      {
        cause: thrown,
        hint: 'The jail base must be writable and have room for a copy of the Firecracker binary',
      },
    );
  }
}

/** Removes the jail whole. The caller has made sure that nothing lives in it and nothing is mounted below it. */
export function removeJail(layout: JailLayout): void {
  rmSync(layout.directory, { recursive: true, force: true });
}

function placeFiles(layout: JailLayout, spec: VmSpec, owner: JailOwner): JailedFiles {
  const place = (path: HostPath, name: string, access: Access): JailPath =>
    placeInJail({ path, name, access, layout, owner });
  const drives = spec.drives.map(({ driveId, path, isReadOnly }) => {
    const access: Access = isReadOnly ? 'read' : 'write';
    return [driveId, place(path, `drive-${driveId}`, access)] as const;
  });
  return {
    kernel: place(spec.kernel, 'kernel', 'read'),
    ...(spec.initrd === undefined ? {} : { initrd: place(spec.initrd, 'initrd', 'read') }),
    drives: new Map(drives),
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
function placeInJail({ path, name, access, layout, owner }: Placing): JailPath {
  const target = join(layout.root, name);
  if (!isRegularFile(path)) {
    throw new BenchError('SPEC_INVALID', `Cannot place "${path}" in the jail: it is not a file`, {
      hint: `Check the path of the ${name}`,
    });
  }
  const isReadableByAll = (statSync(path).mode & 0o004) !== 0;
  if (access === 'read' && isReadableByAll && tryLink(path, target)) return jailPath(name);
  copyFileSync(path, target, constants.COPYFILE_FICLONE);
  chownSync(target, owner.uid, owner.gid);
  chmodSync(target, access === 'read' ? 0o400 : 0o600);
  return jailPath(name);
}

function isRegularFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
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
