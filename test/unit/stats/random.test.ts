import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, generatorName, shuffle } from '../../../src/stats/random.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const letters = ['a', 'b', 'c'];

describe('shuffle()', () => {
  it('gives a permutation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, (values, seed) => {
        const shuffled = shuffle(values, createRandom(seed));
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });

  it('gives the same order for the same seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, (values, seed) => {
        expect(shuffle(values, createRandom(seed))).toEqual(shuffle(values, createRandom(seed)));
      }),
    );
  });

  it('leaves its argument as it is', () => {
    const values = Object.freeze(['a', 'b', 'c', 'd']);
    shuffle(values, createRandom(1));
    expect(values).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives each of the six orders of three equally often', () => {
    const random = createRandom(2026);
    const counts = new Map<string, number>();
    const rounds = 6000;
    for (let round = 0; round < rounds; round += 1) {
      const order = shuffle(letters, random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const expected = rounds / 6;
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(6);
    // 99.9 % quantile of chi-square with 5 degrees of freedom.
    expect(chiSquare).toBeLessThan(20.515);
  });

  it('gives each of the six orders equally often as first order of small seeds', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1200; seed += 1) {
      const order = shuffle(letters, createRandom(seed)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(counts.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.515);
  });

  it('gives the orders that the name of the generator stands for', () => {
    const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const random = createRandom(42);
    expect(generatorName).toBe('xoroshiro128plus, pure-rand 8, first 20 draws discarded');
    expect([shuffle(digits, random).join(''), shuffle(digits, random).join('')]).toEqual([
      '7163985024',
      '6321480957',
    ]);
  });
});

describe('createRandom()', () => {
  it('draws whole numbers below the bound', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
        const value = createRandom(seed).nextInteger(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses the seed %d', (seed) => {
    expect(() => createRandom(seed)).toThrow(
      `Cannot use ${String(seed)} as a seed: it is not a 32-bit number`,
    );
  });
});
