import { closeSync, openSync, readSync } from 'node:fs';
import { totalmem } from 'node:os';
import { BenchError, errorMessage } from '../../base/errors.ts';
import type { HostPath } from '../../model/brands.ts';
import type { VmSpec } from '../../model/vm-spec.ts';

/** Firecracker's own bounds: MAX_SUPPORTED_VCPUS, and the length of a Linux command line on x86-64. */
const maxVcpus = 32;
const maxBootArgsBytes = 2047;

/**
 * Checks what Firecracker would refuse late, or accept and then hang on.
 * @throws BenchError `SPEC_INVALID`
 */
export function checkVmSpec(spec: VmSpec): void {
  const hostMib = Math.floor(totalmem() / 1_048_576);
  if (!isWholeBetween(spec.vcpus, 1, maxVcpus))
    refuse('vcpus', `${spec.vcpus} is not a whole number from 1 to ${maxVcpus}`);
  if (!isWholeBetween(spec.memMib, 1, hostMib)) {
    refuse('memMib', `${spec.memMib} is not a whole number from 1 to the host's ${hostMib} MiB`);
  }
  const bytes = Buffer.byteLength(spec.bootArgs);
  if (bytes > maxBootArgsBytes)
    refuse('bootArgs', `${bytes} bytes are more than the ${maxBootArgsBytes} that a command line may have`);
  checkDrives(spec);
  checkKernel(spec.kernel);
}

function checkDrives({ drives }: VmSpec): void {
  for (const { driveId } of drives) {
    if (!/^[A-Za-z0-9_]{1,64}$/.test(driveId))
      refuse('driveId', `"${driveId}" is not 1 to 64 letters, digits or underscores`);
  }
  if (new Set(drives.map(({ driveId }) => driveId)).size < drives.length)
    refuse('drives', 'two drives have one id');
  if (drives.filter(({ isRootDevice }) => isRootDevice).length > 1)
    refuse('drives', 'two drives are the root device');
}

/** Firecracker reports a file that is no ELF only at InstanceStart, and then stays alive. */
function checkKernel(kernel: HostPath): void {
  const magic = Buffer.alloc(4);
  try {
    const descriptor = openSync(kernel, 'r');
    try {
      readSync(descriptor, magic);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    throw new BenchError('SPEC_INVALID', `Cannot read the kernel "${kernel}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
  if (magic.toString('latin1') !== '\x7fELF') {
    throw new BenchError('SPEC_INVALID', `Cannot boot the kernel "${kernel}": it is not an ELF file`, {
      hint: 'Firecracker boots an uncompressed vmlinux on x86-64, not a bzImage',
    });
  }
}

function isWholeBetween(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}

function refuse(field: keyof VmSpec | 'driveId', seen: string): never {
  throw new BenchError('SPEC_INVALID', `Cannot use ${field} of the microVM: ${seen}`);
}
