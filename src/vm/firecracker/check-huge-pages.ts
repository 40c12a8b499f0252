import { BenchError } from '../../base/errors.ts';
import type { HostFiles } from '../../host/host-files.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { refuse } from './refuse.ts';

const pageMib = 2;
const freePagesFile = '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages';

/**
 * Firecracker reserves nothing: with an empty pool it fails to read the kernel image, with one that is too small the vCPU
 * waits for a page for ever.
 * @throws BenchError `SPEC_INVALID`, `FACILITY_MISSING`
 */
export function checkHugePages({ hugePages, memMib, balloon }: VmSpec, host: HostFiles): void {
  if (hugePages === undefined) return;
  if (memMib % pageMib !== 0)
    refuse('memMib', `${memMib} is not a multiple of the ${pageMib} MiB of a huge page`);
  if (balloon !== undefined) refuse('balloon', 'it does not work with huge pages');
  const needed = memMib / pageMib;
  const free = Number(host.text(freePagesFile) ?? 0);
  if (free >= needed) return;
  throw new BenchError(
    'FACILITY_MISSING',
    `Cannot use hugePages of the microVM: the host has ${free} free pages of 2 MiB, the guest's memory takes ${needed}`,
    { hint: 'Write a larger number to /proc/sys/vm/nr_hugepages' },
  );
}
