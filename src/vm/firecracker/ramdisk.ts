import { chmodSync, chownSync, copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { unmountBelow } from '../../host/mounts-below.ts';
import { runCommand } from '../../host/run-command.ts';
import type { DriveSpec } from '../../model/device-spec.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { JailOwner } from './jail.ts';
import { driveName, type JailLayout } from './jail-layout.ts';

const pageBytes = 4096;
const mountTimeoutMs = 5000;

export function wantsRamdisk({ drives }: VmSpec): boolean {
  return drives.some(isOnRamdisk);
}

/**
 * Mounts a tmpfs in a filled jail, as large as the drives that are wanted on it, and copies them there. Its pages are
 * the host's memory and cannot be dropped as a page cache can.
 * @throws BenchError `JAIL_FAILED`
 */
export async function fillRamdisk(layout: JailLayout, spec: VmSpec, owner: JailOwner): Promise<void> {
  const drives = spec.drives.filter(isOnRamdisk);
  try {
    mkdirSync(layout.ramdisk, { mode: 0o700 });
    await runCommand('mount', mountArguments(layout, { drives, owner }), { timeoutMs: mountTimeoutMs });
    for (const { driveId, path, isReadOnly } of drives) {
      const target = join(layout.ramdisk, driveName(driveId));
      copyFileSync(path, target);
      chownSync(target, owner.uid, owner.gid);
      chmodSync(target, isReadOnly ? 0o400 : 0o600);
    }
  } catch (thrown) {
    const text = `Cannot fill the ramdisk "${layout.ramdisk}": ${errorMessage(thrown)}`;
    throw new BenchError('JAIL_FAILED', text, { cause: thrown });
  }
}

/** Unmounts the ramdisk, if it is mounted. */
export function removeRamdisk(layout: JailLayout): Promise<void> {
  return unmountBelow(layout.ramdisk);
}

function isOnRamdisk({ placement }: DriveSpec): boolean {
  return placement === 'ramdisk';
}

function mountArguments(
  layout: JailLayout,
  { drives, owner }: { readonly drives: readonly DriveSpec[]; readonly owner: JailOwner },
): readonly string[] {
  const pages = drives.map(({ path }) => Math.ceil(statSync(path).size / pageBytes));
  // tmpfs reads a size of 0 as no limit.
  const bytes =
    Math.max(
      1,
      pages.reduce((sum, each) => sum + each, 0),
    ) * pageBytes;
  const options = `size=${bytes},mode=0700,uid=${owner.uid},gid=${owner.gid},nosuid,nodev,noexec`;
  return ['-t', 'tmpfs', '-o', options, 'microvm-bench', layout.ramdisk];
}
