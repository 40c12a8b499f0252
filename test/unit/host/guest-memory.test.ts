import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findGuestMemory, partitionMappings } from '../../../src/host/guest-memory.ts';
import { parseSmaps, sumUse, type Mapping } from '../../../src/host/memory-map.ts';

function recorded(name: string): readonly Mapping[] {
  return parseSmaps(readFileSync(`test/fixtures/smaps/${name}`, 'utf8'));
}

const nothing = { sizeKib: 0, rssKib: 0, pssKib: 0, ussKib: 0, anonymousKib: 0, hugetlbKib: 0 };

function aMapping(start: bigint, mib: number, overrides: Partial<Mapping> = {}): Mapping {
  const end = start + (BigInt(mib) << 20n);
  return { start, end, permissions: 'rw-p', path: '', flags: ['rd', 'wr', 'nr'], use: nothing, ...overrides };
}

describe('findGuestMemory()', () => {
  it.each([
    { name: 'booted-128', memMib: 128, start: 0x7ff8bda00000n },
    // The kernel has joined both sides of the gap below 4 GiB.
    { name: 'booted-4096', memMib: 4096, start: 0x7f906e000000n },
    { name: 'restored-128', memMib: 128, start: 0x7fdb19800000n },
  ])('finds it in $name', ({ name, memMib, start }) => {
    expect(findGuestMemory(recorded(name), memMib)).toEqual({
      regions: [{ start, end: start + (BigInt(memMib) << 20n) }],
      source: 'noreserve-mappings',
    });
  });

  it('finds two regions that lie apart, between guard pages', () => {
    const guard = { permissions: '---p', flags: ['mr', 'nr'] };
    const mappings = [
      aMapping(0x7f0000000000n, 1, guard),
      aMapping(0x7f0000100000n, 3328),
      aMapping(0x7f1000000000n, 1, guard),
      aMapping(0x7f1000100000n, 768),
    ];
    expect(findGuestMemory(mappings, 4096).regions).toHaveLength(2);
  });

  it('does not take a mapping of just the right size that was mapped otherwise', () => {
    const mappings = [aMapping(0x7f0000000000n, 128, { flags: ['rd', 'wr', 'ac'] })];
    expect(() => findGuestMemory(mappings, 128)).toThrow(/there are none$/);
  });

  it('refuses mappings that do not add up', () => {
    expect(() => findGuestMemory(recorded('booted-128'), 256)).toThrow(
      /^Cannot find the guest's 256 MiB .* 7ff8bda00000-7ff8c5a00000 \(131072 KiB\)$/,
    );
  });
});

describe('partitionMappings()', () => {
  it.each([
    { name: 'booted-128', memMib: 128 },
    { name: 'booted-4096', memMib: 4096 },
    { name: 'restored-128', memMib: 128 },
  ])('puts each mapping of $name on one side', ({ name, memMib }) => {
    const mappings = recorded(name);
    const { guest, vmm } = partitionMappings(mappings, findGuestMemory(mappings, memMib));
    expect(guest.length + vmm.length).toBe(mappings.length);
    expect(sumUse(guest).sizeKib).toBe(memMib * 1024);
    expect(sumUse(vmm).rssKib).toBeLessThan(5000);
  });

  it('refuses a mapping that holds both', () => {
    const regions = [{ start: 0x1000n, end: 0x101000n }];
    expect(() => partitionMappings([aMapping(0n, 2)], { regions, source: 'noreserve-mappings' })).toThrow(
      /holds both$/,
    );
  });
});
