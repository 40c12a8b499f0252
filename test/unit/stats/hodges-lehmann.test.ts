import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hodgesLehmannPaired, hodgesLehmannShift } from '../../../src/stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../../src/stats/order-statistic.ts';
import { expectRelative } from './expect-relative.ts';
import {
  b8a,
  b8b,
  depressionAfter,
  depressionBefore,
  earlyPermeability,
  pairedLogRatios,
  termPermeability,
} from './reference-samples.ts';

interface KnownInterval {
  readonly lower: number;
  readonly upper: number;
  readonly coverage?: number;
}

function expectInterval(seen: QuantileInterval, { lower, upper, coverage }: KnownInterval): void {
  if (seen.kind !== 'value') throw new Error('There is no interval');
  expectRelative(seen.value.lower, lower, 1e-9);
  expectRelative(seen.value.upper, upper, 1e-9);
  if (coverage !== undefined) expect(seen.value.coverage).toBeCloseTo(coverage, 5);
}

describe('hodgesLehmannShift()', () => {
  it.each([
    {
      base: earlyPermeability,
      candidate: termPermeability,
      estimate: 0.305,
      interval: { lower: -0.15, upper: 0.76, coverage: 0.96004 },
    },
    {
      base: [10, 12, 15, 19, 24, 30, 37, 45],
      candidate: [11.5, 14.5, 18.5, 23.5, 29.5, 36.5, 44.5, 53.5],
      estimate: 4.5,
      interval: { lower: -9.5, upper: 20.5, coverage: 0.950117 },
    },
    {
      base: b8a,
      candidate: b8b,
      estimate: 3.9,
      interval: { lower: -0.3, upper: 9.1, coverage: 1 - 2 * 0.024941724941724943 },
    },
  ])('gives the known shift and interval from $base to $candidate', ({ base, candidate, ...known }) => {
    const shift = hodgesLehmannShift(base, candidate);
    expectRelative(shift.estimate, known.estimate, 1e-9);
    expectInterval(shift.interval, known.interval);
  });

  it('is one rank narrower than the approximation that R takes because of ties', () => {
    expectInterval(hodgesLehmannShift(b8a, b8b, 0.96).interval, { lower: -1.1, upper: 10.2 });
  });

  it.each([
    [[19, 22, 16, 29, 24], [20, 11, 17, 12], -7],
    [[1, 2, 2, 3, 5], [2, 4, 5, 6, 6], 2],
  ])('gives the known shift from %j to %j', (base, candidate, estimate) => {
    expect(hodgesLehmannShift(base, candidate).estimate).toBe(estimate);
  });

  it('of logarithms is a ratio', () => {
    const { estimate } = hodgesLehmannShift(b8a.map(Math.log), b8b.map(Math.log));
    // The root of the product of the two middle ratios; their mean is 1.0320072176.
    expectRelative(Math.exp(estimate), 1.0320072074489113, 1e-12);
  });

  it('says how many samples of each arm an interval needs', () => {
    expect(hodgesLehmannShift([1, 2, 3], [4, 5, 6]).interval).toEqual({ kind: 'too-few', neededCount: 4 });
    expect(hodgesLehmannShift([1, 2, 3], [4, 5, 6], 0.9).interval.kind).toBe('value');
  });

  it('has about the same ranks by the normal approximation', () => {
    const base = Array.from({ length: 100 }, (_, index) => (index * 37) % 101);
    const candidate = base.map((value) => value + 3);
    const exact = hodgesLehmannShift(base, candidate).interval;
    const normal = hodgesLehmannShift(base, [...candidate, 53]).interval;
    if (exact.kind !== 'value' || normal.kind !== 'value') throw new Error('There is no interval');
    expect(Math.abs(normal.value.lower - exact.value.lower)).toBeLessThanOrEqual(1);
    expect(Math.abs(normal.value.upper - exact.value.upper)).toBeLessThanOrEqual(1);
    expect(normal.value.coverage).toBeCloseTo(0.95, 3);
  });

  it('contains its estimate', () => {
    const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 4,
      maxLength: 15,
    });
    fc.assert(
      fc.property(samples, samples, (base, candidate) => {
        const { estimate, interval } = hodgesLehmannShift(base, candidate);
        if (interval.kind !== 'value') throw new Error('There is no interval');
        expect(interval.value.lower <= estimate && estimate <= interval.value.upper).toBe(true);
        expect(interval.value.coverage).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
    );
  });
});

describe('hodgesLehmannPaired()', () => {
  it('gives the known ratio of pairs, the 9th and the 47th of 55 averages around it', () => {
    const { estimate, interval } = hodgesLehmannPaired(pairedLogRatios);
    expectRelative(Math.exp(estimate), 1.0238061539, 1e-9);
    if (interval.kind !== 'value') throw new Error('There is no interval');
    const { lower, upper, coverage } = interval.value;
    expectRelative(Math.exp(lower), 1.0135026106, 1e-9);
    expectRelative(Math.exp(upper), 1.0298593373, 1e-9);
    expect(coverage).toBe(1 - (2 * 25) / 1024);
  });

  it('gives the known pseudomedian of the depression scores', () => {
    const differences = depressionBefore.map((before, index) => before - (depressionAfter[index] ?? NaN));
    const { estimate, interval } = hodgesLehmannPaired(differences);
    expectRelative(estimate, 0.46, 1e-9);
    expectInterval(interval, { lower: 0.01, upper: 0.786 });
  });

  it('says how many pairs an interval needs', () => {
    expect(hodgesLehmannPaired([1, 2, 3, 4, 5]).interval).toEqual({ kind: 'too-few', neededCount: 6 });
    expect(hodgesLehmannPaired([1, 2, 3, 4, 5, 6]).interval.kind).toBe('value');
    expect(hodgesLehmannPaired([1, 2, 3, 4, 5], 0.9).interval.kind).toBe('value');
  });

  it('has about the same ranks by the normal approximation', () => {
    const differences = Array.from({ length: 100 }, (_, index) => (index * 37) % 101);
    const exact = hodgesLehmannPaired(differences).interval;
    const normal = hodgesLehmannPaired([...differences, 50]).interval;
    if (exact.kind !== 'value' || normal.kind !== 'value') throw new Error('There is no interval');
    expect(Math.abs(normal.value.lower - exact.value.lower)).toBeLessThanOrEqual(1);
    expect(normal.value.coverage).toBeCloseTo(0.95, 3);
  });
});
