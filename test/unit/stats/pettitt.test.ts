import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pettitt } from '../../../src/stats/pettitt.ts';
import { expectRelative } from './expect-relative.ts';
import { halving20, step30 } from './reference-series.ts';

interface KnownChange {
  readonly name: string;
  readonly series: readonly number[];
  readonly k: number;
  readonly index: number;
  readonly p: number;
}

const knownChanges: readonly KnownChange[] = [
  { name: 'a half after 10', series: halving20, k: 100, index: 10, p: 0.0015809806 },
  { name: 'a step of 4 % after 18', series: step30, k: 216, index: 18, p: 8.7804e-5 },
];

/** By the definition: over all pairs across each split. */
function pairsAcross(series: readonly number[], index: number): number {
  const signs = series
    .slice(0, index)
    .flatMap((before) => series.slice(index).map((after) => Math.sign(before - after)));
  return Math.abs(signs.reduce((sum, sign) => sum + sign, 0));
}

describe('pettitt()', () => {
  it.each(knownChanges)('finds $name', ({ series, k, index, p }) => {
    const found = pettitt(series);
    expect(found).toMatchObject({ k, index });
    expectRelative(found.p, p, 1e-5);
  });

  it('finds the largest of all splits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 30 }), (series) => {
        const { k, index } = pettitt(series);
        const all = series.slice(1).map((_, before) => pairsAcross(series, before + 1));
        expect(k).toBe(Math.max(...all));
        if (k > 0) expect(pairsAcross(series, index)).toBe(k);
      }),
    );
  });

  it('is not moved by a spike', () => {
    expect(pettitt(step30.slice(0, 18).with(9, 180)).p).toBeGreaterThan(0.5);
  });

  it('finds nothing in equal values', () => {
    expect(pettitt([2, 2, 2])).toEqual({ k: 0, index: 0, p: 1 });
  });

  it('refuses nothing', () => {
    expect(() => pettitt([])).toThrow('there are no samples');
  });
});
