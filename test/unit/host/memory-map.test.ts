import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePageTablesKib, parseSmaps, parseSmapsRollup, sumUse } from '../../../src/host/memory-map.ts';

/** Recorded from Firecracker 1.12.1 on Linux 6.18. */
function recorded(name: string): string {
  return readFileSync(`test/fixtures/smaps/${name}`, 'utf8');
}

describe('parseSmaps()', () => {
  it('reads each mapping with address, file, flags and use', () => {
    const mappings = parseSmaps(recorded('restored-128'));
    expect(mappings.find(({ path }) => path === '/mem')).toEqual({
      start: 0x7fdb19800000n,
      end: 0x7fdb21800000n,
      permissions: 'rw-p',
      path: '/mem',
      flags: ['rd', 'wr', 'mr', 'mw', 'me', 'nr'],
      use: { sizeKib: 131_072, rssKib: 68, pssKib: 68, ussKib: 68, anonymousKib: 4, hugetlbKib: 0 },
    });
  });

  it('keeps addresses beyond 2^53', () => {
    const vsyscall = parseSmaps(recorded('booted-128')).at(-1);
    expect(vsyscall).toMatchObject({
      start: 0xffffffffff600000n,
      end: 0xffffffffff601000n,
      path: '[vsyscall]',
    });
  });

  it('has the size of each mapping equal to its addresses', () => {
    for (const { start, end, use } of parseSmaps(recorded('booted-4096'))) {
      expect(Number((end - start) / 1024n)).toBe(use.sizeKib);
    }
  });

  it('adds up to what the kernel sums itself', () => {
    const { sizeKib: _size, ...sum } = sumUse(parseSmaps(recorded('booted-128')));
    expect(sum).toEqual(parseSmapsRollup(recorded('booted-128-rollup')));
  });

  it('counts pages of a huge page pool, private and shared', () => {
    const header =
      '7f0000000000-7f0000400000 rw-p 00000000 00:0f 1234                       /anon_hugepage (deleted)';
    const fields = { Size: 4096, Rss: 0, Pss: 0, Private_Clean: 0, Private_Dirty: 0, Anonymous: 0 };
    const hugetlb = { Private_Hugetlb: 2048, Shared_Hugetlb: 1024 };
    const lines = Object.entries({ ...fields, ...hugetlb }).map(([name, kib]) => `${name}: ${kib} kB`);
    const [mapping] = parseSmaps([header, ...lines, 'VmFlags: rd wr ht nr', ''].join('\n'));
    expect(mapping).toMatchObject({ path: '/anon_hugepage (deleted)', use: { hugetlbKib: 3072 } });
  });

  it('has no mapping of a process without an address space', () => {
    expect(parseSmaps('')).toEqual([]);
  });

  it.each([
    ['7f00-7f01 rw-p 00000000 00:00 0\nRss: 0 kB\n', /Cannot read the smaps "7f00-7f01/],
    ['7f00-7f01 rw-p 00000000 00:00 0\nSize: 4 kB\n', /no Rss/],
    ['7f00-7f01 rw-p 00000000 00:00 0\nSize: 4 MB\n', /Cannot read the size "4 MB"/],
  ])('refuses %j', (text, seen) => {
    expect(() => parseSmaps(text)).toThrow(seen);
  });

  it('sums any number of mappings', () => {
    const header = '7f0000000000-7f0000001000 rw-p 00000000 00:00 0';
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { maxLength: 30 }), (sizes) => {
        const text = sizes.map((kib) => {
          const zeros = ['Private_Clean', 'Private_Dirty', 'Anonymous', 'Private_Hugetlb', 'Shared_Hugetlb'];
          return [
            header,
            `Size: 4 kB`,
            `Rss: ${kib} kB`,
            `Pss: ${kib} kB`,
            ...zeros.map((zero) => `${zero}: 0 kB`),
          ];
        });
        const total = sizes.reduce((sum, kib) => sum + kib, 0);
        expect(sumUse(parseSmaps(text.flat().join('\n')))).toMatchObject({ rssKib: total, pssKib: total });
      }),
    );
  });
});

describe('parsePageTablesKib()', () => {
  it('reads VmPTE', () => {
    expect(parsePageTablesKib(recorded('booted-128-status'))).toBe(64);
  });

  it('refuses the status of a zombie', () => {
    expect(() => parsePageTablesKib('Name:\tfirecracker\nState:\tZ (zombie)\n')).toThrow(
      /Cannot read the process status/,
    );
  });
});
