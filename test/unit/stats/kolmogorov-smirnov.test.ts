import { describe, expect, it } from 'vitest';
import { binomialCoefficient } from '../../../src/stats/binomial-coefficient.ts';
import { kolmogorovSmirnov } from '../../../src/stats/kolmogorov-smirnov.ts';
import { expectRelative } from './expect-relative.ts';
import { earlyPermeability, termPermeability } from './reference-samples.ts';

describe('kolmogorovSmirnov()', () => {
  it('gives the known answer', () => {
    const { distance, p, method } = kolmogorovSmirnov(earlyPermeability, termPermeability);
    expect([distance, method]).toEqual([0.6, 'exact']);
    expectRelative(p, 0.1658342, 1e-6);
    expect(kolmogorovSmirnov(termPermeability, earlyPermeability)).toEqual({ distance, p, method });
  });

  it('counts the paths of separated samples: two of all', () => {
    expectRelative(kolmogorovSmirnov([1, 2, 3, 4], [5, 6, 7, 8]).p, 2 / 70, 1e-12);
    const far = Array.from({ length: 60 }, (_, index) => index);
    expectRelative(
      kolmogorovSmirnov(
        far,
        far.map((value) => value + 100),
      ).p,
      2 / binomialCoefficient(120, 60),
      1e-9,
    );
  });

  it('sees distances only between values that differ', () => {
    expect(kolmogorovSmirnov([1, 1, 1], [1, 1])).toEqual({ distance: 0, p: 1, method: 'exact' });
    // Of the ten ways to deal 1 1 2 2 3 into three and two: the distance reaches 2/3 in four.
    expect(kolmogorovSmirnov([1, 1, 2], [2, 3]).distance).toBeCloseTo(2 / 3, 12);
    expectRelative(kolmogorovSmirnov([1, 1, 2], [2, 3]).p, 4 / 10, 1e-12);
  });

  it('gives the known answer of large samples', () => {
    const base = Array.from({ length: 200 }, (_, index) => index);
    const { distance, p, method } = kolmogorovSmirnov(
      base,
      base.map((value) => value + 30.5),
    );
    expect([distance, method]).toEqual([0.155, 'asymptotic']);
    expectRelative(p, 0.016377393036049227, 1e-9);
  });
});
