import { describe, expect, it } from 'vitest';
import { permutationTest, signFlipTest } from '../../../src/stats/permutation.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { b8a, b8b, earlyPermeability, pairedLogRatios, termPermeability } from './reference-samples.ts';

const random = createRandom(1);

describe('permutationTest()', () => {
  it.each([
    { of: 'mean', base: earlyPermeability, candidate: termPermeability, p: 396 / 3003 },
    { of: 'mean', base: [19, 22, 16, 29, 24], candidate: [20, 11, 17, 12], p: 9 / 126 },
    { of: 'mean', base: [1, 2, 2, 3, 5], candidate: [2, 4, 5, 6, 6], p: 32 / 252 },
    { of: 'mean', base: b8a, candidate: b8b, p: 5036 / 12_870 },
    { of: 'median', base: b8a, candidate: b8b, p: 1110 / 12_870 },
  ] as const)(
    'gives the known p of the difference in $of between $base and $candidate',
    ({ of, base, candidate, p }) => {
      const test = permutationTest(base, candidate, { random, of });
      expect(test).toMatchObject({ p, method: 'exact' });
      const swapped = permutationTest(candidate, base, { random, of });
      expect(swapped).toMatchObject({ p, statistic: -test.statistic });
    },
  );

  it('counts splits that come to the same difference by another way as equal, at any level', () => {
    const raise = (values: readonly number[]): readonly number[] => values.map((value) => value * 0.1 + 1e5);
    const test = permutationTest(raise([1, 2, 2, 3, 5]), raise([2, 4, 5, 6, 6]), { random });
    expect(test.p).toBe(32 / 252);
  });

  it('draws where the splits are too many, near the exact p, by seed', () => {
    const drawn = (seed: number): number =>
      permutationTest(b8a, b8b, { random: createRandom(seed), exactLimit: 1 }).p;
    expect(Math.abs(drawn(1) - 5036 / 12_870)).toBeLessThan(0.02);
    expect(drawn(1)).toBe(drawn(1));
    const far = [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011];
    const near = far.map((value) => value / 1000);
    expect(permutationTest(near, far, { random, draws: 99 })).toMatchObject({
      p: 1 / 100,
      method: 'monte-carlo',
      relabellings: 99,
    });
  });

  it('refuses an empty sample', () => {
    expect(() => permutationTest([], [1], { random })).toThrow('there are no samples');
  });
});

describe('signFlipTest()', () => {
  it.each([
    ['mean', pairedLogRatios, 4 / 1024],
    ['median', pairedLogRatios, 32 / 1024],
    ['mean', [1, 2, 3, 4, 5], 2 / 32],
    ['mean', [1, 2, 3, 4, -0.5], 4 / 32],
    ['mean', [0.3, 0.1, -0.2, 0.4, 0.25, 0.15], 8 / 64],
  ] as const)('gives the known p of the %s of %j', (of, differences, p) => {
    expect(signFlipTest(differences, { random, of })).toMatchObject({ p, method: 'exact' });
  });

  it('draws where the signs are too many', () => {
    const { p, method } = signFlipTest(pairedLogRatios, { random: createRandom(4), exactLimit: 1000 });
    expect(method).toBe('monte-carlo');
    expect(Math.abs(p - 4 / 1024)).toBeLessThan(0.004);
    expect(p).toBeGreaterThan(0);
  });
});
