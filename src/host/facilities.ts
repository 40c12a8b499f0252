import { accessSync, constants, mkdtempSync, openSync, closeSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../base/errors.ts';
import { makeMissingFolders } from '../base/make-folders.ts';
import type { HostPath } from '../model/brands.ts';

/** @throws BenchError `FACILITY_MISSING` */
export function requireRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new BenchError('FACILITY_MISSING', 'Cannot jail a microVM: this is not root', {
    hint: 'The jailer changes root, makes device nodes and cgroups. Run it as: sudo env "PATH=$PATH" microvm-bench …',
  });
}

/** @throws BenchError `FACILITY_MISSING` */
export function requireKvm(device = '/dev/kvm'): void {
  try {
    closeSync(openSync(device, constants.O_RDWR));
  } catch (thrown) {
    throw new BenchError('FACILITY_MISSING', `Cannot open ${device}: ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Load the kvm_intel or kvm_amd module and enable virtualization in the firmware, or in the hypervisor around this host',
    });
  }
}

/**
 * Makes the folder of all jails where it is missing, and proves that a jail can be made in it.
 * @throws BenchError `FACILITY_MISSING`
 */
export function requireJailBase(base: HostPath): void {
  try {
    makeMissingFolders(base, 0o755);
    accessSync(base, constants.W_OK);
    rmdirSync(mkdtempSync(join(base, '.probe-')));
  } catch (thrown) {
    throw new BenchError('FACILITY_MISSING', `Cannot make jails in "${base}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Choose a writable folder with --jail-base, on a filesystem that is mounted without nodev and noexec',
    });
  }
}
