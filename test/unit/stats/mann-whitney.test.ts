import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../src/stats/mann-whitney.ts';
import { expectRelative } from './expect-relative.ts';
import { b8a, b8b, earlyPermeability, ozoneAugust, ozoneMay, termPermeability } from './reference-samples.ts';

interface KnownTest {
  readonly base: readonly number[];
  readonly candidate: readonly number[];
  readonly u: number;
  readonly exact: number;
  readonly continuity?: number;
  readonly without?: number;
}

const known: readonly KnownTest[] = [
  {
    base: earlyPermeability,
    candidate: termPermeability,
    u: 35,
    exact: 764 / 3003,
    continuity: 0.2446236051,
    without: 0.2206713619,
  },
  {
    base: [20, 11, 17, 12],
    candidate: [19, 22, 16, 29, 24],
    u: 17,
    exact: 14 / 126,
    continuity: 0.1113468865,
    without: 0.086410733,
  },
  {
    base: [2, 4, 5, 6, 6],
    candidate: [1, 2, 2, 3, 5],
    u: 4.5,
    exact: 30 / 252,
    continuity: 0.1104920241,
    without: 0.0886833015,
  },
  { base: b8b, candidate: b8a, u: 15, exact: 1006 / 12_870, continuity: 0.082669884, without: 0.0737778732 },
  { base: [5, 6, 7, 8], candidate: [1, 2, 3, 4], u: 0, exact: 2 / 70 },
  { base: [5, 6, 7], candidate: [1, 2, 3], u: 0, exact: 2 / 20 },
  {
    base: [10, 12, 15, 19, 24, 30, 37, 45],
    candidate: [11.5, 14.5, 18.5, 23.5, 29.5, 36.5, 44.5, 53.5],
    u: 36,
    exact: 0.7209013209,
  },
];

const samples = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 });
const distinct = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });

describe('mannWhitney()', () => {
  it.each(known)('gives the known p of $base and $candidate', ({ base, candidate, ...expected }) => {
    const exact = mannWhitney(base, candidate);
    expect([exact.u, exact.method]).toEqual([expected.u, 'exact']);
    expectRelative(exact.p, expected.exact);
    if (expected.continuity === undefined || expected.without === undefined) return;
    const normal = mannWhitney(base, candidate, { method: 'normal' });
    expectRelative(normal.p, expected.continuity);
    expectRelative(mannWhitney(base, candidate, { method: 'normal', continuity: false }).p, expected.without);
    expect(normal.method).toBe('normal');
  });

  it.each([
    [[1, 2, 2, 3, 5], [2, 4, 5, 6, 6], 22.0833333333333],
    [b8a, b8b, 90.4],
  ])('has the known variance under ties', (base, candidate, variance) => {
    expectRelative(mannWhitney(base, candidate).variance, variance, 1e-12);
  });

  it('tests one side', () => {
    const greater = mannWhitney(earlyPermeability, termPermeability, { alternative: 'greater' });
    expectRelative(greater.p, 0.1272061272);
    const less = mannWhitney(termPermeability, earlyPermeability, { alternative: 'less' });
    expectRelative(less.p, 0.1272061272);
    expect(mannWhitney([4, 5, 6], [1, 2, 3], { alternative: 'less' }).p).toBe(0.05);
  });

  it('gives the known p of a large sample with ties', () => {
    const { u, p, method } = mannWhitney(ozoneAugust, ozoneMay);
    expect([u, method]).toEqual([127.5, 'normal']);
    expectRelative(p, 0.0001208078, 1e-6);
    // The one side that R's continuity correction halves.
    const less = mannWhitney(ozoneAugust, ozoneMay, { alternative: 'less' });
    expectRelative(less.p, p / 2);
  });

  it.each([
    [3, 0.1],
    [4, 2 / 70],
    [5, 2 / 252],
    [6, 2 / 924],
    [7, 2 / 3432],
    [8, 2 / 12_870],
  ])('cannot go below the smallest p of %d an arm', (count, smallest) => {
    const base = Array.from({ length: count }, (_, index) => index);
    expectRelative(
      mannWhitney(
        base,
        base.map((value) => value + 100),
      ).p,
      smallest,
      1e-12,
    );
  });

  it('counts the same with the table of U and with ranks', () => {
    fc.assert(
      fc.property(distinct, fc.integer({ min: 1, max: 39 }), (values, split) => {
        const base = values.slice(0, Math.min(split, values.length - 1));
        const candidate = values.slice(base.length);
        const plain = mannWhitney(base, candidate);
        // One further value in each arm, tied with each other, is above everything: the way by ranks is taken.
        const tied = mannWhitney([...base, 5000], [...candidate, 5000]);
        expect([plain.method, tied.method]).toEqual(['exact', 'exact']);
        expect(tied.u).toBe(plain.u + base.length + 0.5);
        expect(plain.p > 0 && plain.p <= 1 && tied.p > 0 && tied.p <= 1).toBe(true);
      }),
    );
  });

  it('keeps p and mirrors U when the arms change places', () => {
    fc.assert(
      fc.property(samples, samples, (base, candidate) => {
        const one = mannWhitney(base, candidate);
        const other = mannWhitney(candidate, base);
        expect(one.u + other.u).toBe(base.length * candidate.length);
        expectRelative(one.p, other.p, 1e-12);
        expect(one.p > 0 && one.p <= 1).toBe(true);
      }),
    );
  });

  it('sees equal values as equal whatever unit they came in', () => {
    const [base, candidate] = [
      [0.1, 0.2, 0.3],
      [0.3, 0.4, 0.5],
    ];
    const thirds = (values: readonly number[]): readonly number[] => values.map((value) => (value * 1.1) / 3);
    expect(mannWhitney(thirds(base), thirds(candidate)).p).toBe(mannWhitney(base, candidate).p);
    expect(mannWhitney([0.1 + 0.2], [0.3]).u).toBe(0.5);
  });

  it('counts beyond 32 bits', () => {
    const count = 50_000;
    const base = Array.from({ length: count }, (_, index) => index);
    const { u, variance, p } = mannWhitney(
      base,
      base.map((value) => value + count),
    );
    expect(u).toBe(count * count);
    expectRelative(variance, (count * count * (2 * count + 1)) / 12, 1e-12);
    expect(p > 0 && p < 1e-300).toBe(true);
  });

  it('has a p above 0 where 100 values lie above 100 others', () => {
    const base = Array.from({ length: 100 }, (_, index) => index);
    const candidate = base.map((value) => value + 100);
    let least = 2;
    for (let k = 1; k <= 100; k += 1) least *= k / (100 + k);
    const { p, method } = mannWhitney(base, candidate);
    expect(method).toBe('exact');
    expectRelative(p, least, 1e-10);
  });

  it('finds nothing where all values are equal', () => {
    expect(mannWhitney([1, 1], [1, 1, 1])).toEqual({ u: 3, variance: 0, p: 1, method: 'exact' });
    expect(mannWhitney([1, 1], [1, 1, 1], { method: 'normal' }).p).toBe(1);
  });

  it('refuses NaN', () => {
    expect(() => mannWhitney([1], [NaN])).toThrow('Cannot compute the Mann-Whitney test: sample 0 is NaN');
  });
});
