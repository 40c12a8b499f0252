import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutApart } from '../../../src/report/cut-apart.ts';

function cutAll(names: readonly string[], width: number): readonly string[] {
  const cut = cutApart(names, width);
  return names.map((name) => cut.get(name) ?? 'none');
}

describe('cutApart()', () => {
  it.each([
    ['nothing that has room', ['ab', 'cd'], [2, ['ab', 'cd']] as const],
    ['the ends', ['alpha-beta', 'gamma-beta'], [6, ['alpha…', 'gamma…']] as const],
    ['the middles', ['vcpus=1,memMib=128', 'vcpus=1,memMib=512'], [8, ['vcpu…128', 'vcpu…512']] as const],
    [
      'what all begin with',
      ['kernel=long,a=1,rest=ofit', 'kernel=long,a=2,rest=ofit'],
      [6, ['…1,…it', '…2,…it']] as const,
    ],
    [
      'with numbers',
      ['aaaaXaaaaa', 'aaaaYaaaaa', 'aaaaXaaaaZaaaa'].map((each) => `a${each}a`),
      [4, ['aa…1', 'aa…2', 'aa…3']] as const,
    ],
    [
      'that and the middles',
      ['aaaaaXbbbbbYccccc', 'aaaaaXbbbbbZccccc', 'aaaaa'],
      [5, ['…Y…cc', '…Z…cc', 'aaaaa']] as const,
    ],
  ])('cuts %s', (_what, names, [width, cells]) => {
    expect(cutAll(names, width)).toEqual(cells);
  });

  it('keeps different names apart in the width', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '|'), maxLength: 40 }), { maxLength: 9 }),
        fc.integer({ min: 3, max: 40 }),
        (names, width) => {
          const cells = cutAll(names, width);
          expect(new Set(cells).size).toBe(names.length);
          for (const cell of cells) expect(cell.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
