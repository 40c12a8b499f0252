import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { openHostFiles, type HostFiles } from '../../host/host-files.ts';
import { jailPath, type HostPath } from '../../model/brands.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { checkDevices } from './check-devices.ts';
import { checkHugePages } from './check-huge-pages.ts';
import { isWholeBetween, refuse } from './refuse.ts';
import { requireRegularFile } from './regular-file.ts';
import { specRequests } from './spec-requests.ts';
import type { Dialect } from './versions.ts';

/** Firecracker's own bounds: MAX_SUPPORTED_VCPUS, and the length of a Linux command line on x86-64. */
const maxVcpus = 32;
const maxBootArgsBytes = 2047;

/**
 * Checks what Firecracker would refuse late, or accept and then hang on, and what this version of it cannot do.
 * @throws BenchError `SPEC_INVALID`, `FACILITY_MISSING` for a pool of huge pages that is too small
 */
export function checkVmSpec(spec: VmSpec, dialect: Dialect, host: HostFiles = openHostFiles()): void {
  checkMachine(spec);
  const bytes = Buffer.byteLength(spec.bootArgs);
  if (bytes > maxBootArgsBytes)
    refuse('bootArgs', `${bytes} bytes are more than the ${maxBootArgsBytes} that a command line may have`);
  checkDevices(spec);
  checkKernel(spec.kernel);
  if (spec.initrd !== undefined) checkInitrd(spec.initrd);
  if (spec.metadataFile !== undefined) checkMetadata(spec.metadataFile);
  checkVersion(spec, dialect);
  checkHugePages(spec, host);
}

function checkMachine({ vcpus, memMib, smt = false }: VmSpec): void {
  const hostMib = Math.floor(totalmem() / 1_048_576);
  if (!isWholeBetween(vcpus, 1, maxVcpus))
    refuse('vcpus', `${vcpus} is not a whole number from 1 to ${maxVcpus}`);
  if (smt && vcpus > 1 && vcpus % 2 === 1)
    refuse('vcpus', `${vcpus} is neither 1 nor even, as it must be with SMT`);
  if (!isWholeBetween(memMib, 1, hostMib))
    refuse('memMib', `${memMib} is not a whole number from 1 to the host's ${hostMib} MiB`);
}

/** Makes the requests for files that are not there yet: a request that this version cannot take is refused then. */
function checkVersion(spec: VmSpec, dialect: Dialect): void {
  const somewhere = jailPath('file');
  const drives = new Map(spec.drives.map(({ driveId }) => [driveId, somewhere]));
  specRequests(dialect, spec, { kernel: somewhere, drives, metrics: somewhere });
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

/** Of an empty one Firecracker says that the memory is wrong. */
function checkInitrd(path: HostPath): void {
  requireRegularFile(path, 'initrd');
  if (statSync(path).size === 0) refuse('initrd', `"${path}" is empty`);
}

/** Firecracker panics on a metadata file that is not JSON, when its socket exists already. */
function checkMetadata(path: HostPath): void {
  requireRegularFile(path, 'metadata file');
  try {
    JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const text = `Cannot use metadataFile of the microVM: "${path}" is not JSON (${errorMessage(thrown)})`;
    throw new BenchError('SPEC_INVALID', text, { cause: thrown });
  }
}
