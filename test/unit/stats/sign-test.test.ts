import { describe, expect, it } from 'vitest';
import { signTest } from '../../../src/stats/sign-test.ts';
import { expectRelative } from './expect-relative.ts';
import { pairedLogRatios } from './reference-samples.ts';

describe('signTest()', () => {
  it('gives the known p of 9 of 10', () => {
    const { positive, count, p } = signTest(pairedLogRatios);
    expect([positive, count]).toEqual([9, 10]);
    expectRelative(p, 0.021484375, 1e-12);
  });

  it.each([
    ['an even split', [1, -1, 2, -2], 1],
    ['five alike', [1, 2, 3, 4, 5], 0.0625],
    ['zeros', [0, 0, 3, 4], 0.5],
    ['nothing but zeros', [0, -0], 1],
  ])('gives the p of %s', (_, differences, p) => {
    expectRelative(signTest(differences).p, p, 1e-12);
    expectRelative(signTest(differences.map((difference) => -difference)).p, p, 1e-12);
  });

  it('never gives 0', () => {
    expect(signTest(Array.from({ length: 5000 }, () => 1)).p).toBeGreaterThan(0);
  });
});
