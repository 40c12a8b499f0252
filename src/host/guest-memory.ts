import { BenchError } from '../base/errors.ts';
import type { AddressRange, GuestMemory } from '../model/observations.ts';
import type { Mapping } from './memory-map.ts';

/**
 * Finds where a VMM has its guest's memory, by what the VMM told the kernel as it mapped it and not by a mapping's size:
 * Firecracker asks for MAP_NORESERVE for guest memory and for nothing else (src/vmm/src/vstate/memory.rs), whether
 * it is anonymous, a private map of a snapshot file, served by userfaultfd, shared with a device or of huge pages. The kernel
 * keeps that with the mapping as flag `nr`.
 *
 * The size only proves the find: mappings that do not add up to the guest's memory are refused. One guest has one mapping
 * or several: x86 leaves a gap below 4 GiB in the guest's address space (from 3328 MiB on, in newer versions 3072), and the
 * kernel joins neighbours in the VMM's again. The guard pages around them, which older versions map, are not writable.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function findGuestMemory(mappings: readonly Mapping[], memMib: number): GuestMemory {
  const found = mappings.filter(
    ({ flags, permissions }) => flags.includes('nr') && permissions.startsWith('rw'),
  );
  requireSize(found, memMib);
  return { regions: found.map(({ start, end }) => ({ start, end })), source: 'noreserve-mappings' };
}

/**
 * Tells the mappings of guest memory from all others.
 * @throws BenchError `SAMPLE_INVALID` when one holds both
 */
export function partitionMappings(
  mappings: readonly Mapping[],
  { regions }: GuestMemory,
): { readonly guest: readonly Mapping[]; readonly vmm: readonly Mapping[] } {
  const isGuest = ({ start, end }: Mapping): boolean =>
    regions.some((region) => start >= region.start && end <= region.end);
  const isAcross = (mapping: Mapping): boolean =>
    !isGuest(mapping) && regions.some(({ start, end }) => mapping.start < end && mapping.end > start);
  const across = mappings.find(isAcross);
  if (across !== undefined) {
    const text = `Cannot tell guest memory from the VMM's own: the mapping ${formatRange(across)} holds both`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  return { guest: mappings.filter(isGuest), vmm: mappings.filter((mapping) => !isGuest(mapping)) };
}

function requireSize(regions: readonly AddressRange[], memMib: number): void {
  const bytes = regions.reduce((sum, { start, end }) => sum + (end - start), 0n);
  if (bytes === BigInt(memMib) << 20n) return;
  const list = regions.length === 0 ? 'there are none' : regions.map(formatRange).join(', ');
  const text = `Cannot find the guest's ${memMib} MiB in the VMM's address space: of mappings without reservation, ${list}`;
  throw new BenchError('SAMPLE_INVALID', text, {
    hint: 'Read the memory of a VM that has booted, with vm.overcommit_memory other than 2: that drops the flag',
  });
}

function formatRange({ start, end }: AddressRange): string {
  return `${start.toString(16)}-${end.toString(16)} (${(end - start) >> 10n} KiB)`;
}
