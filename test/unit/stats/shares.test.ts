import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialWindow } from '../../../src/stats/binomial.ts';
import {
  clopperPearson,
  newcombeDifference,
  upperBoundAfterNone,
  wilson,
} from '../../../src/stats/shares.ts';
import { hitCounts } from './hit-counts.ts';

interface KnownShare {
  readonly hits: number;
  readonly count: number;
  readonly exact: readonly [number, number];
  readonly score: readonly [number, number];
}

const knownShares: readonly KnownShare[] = [
  { hits: 6, count: 50, exact: [0.0453353208, 0.2431013167], score: [0.0561760015, 0.2380481738] },
  { hits: 11, count: 50, exact: [0.115265826, 0.3596118886], score: [0.1275391597, 0.3524154958] },
  { hits: 0, count: 50, exact: [0, 0.0711217365], score: [0, 0.0713475991] },
  { hits: 3, count: 20, exact: [0.0320709372, 0.3789268265], score: [0.0523687459, 0.3604188647] },
  { hits: 1, count: 300, exact: [0.0000843891, 0.018431252], score: [0.0005886577, 0.0186366937] },
];

/** P(at most `hits`) of a binomial distribution. */
function binomialCdf(hits: number, count: number, share: number): number {
  const { first, probabilities } = binomialWindow(count, share);
  return probabilities.slice(0, Math.max(0, hits - first + 1)).reduce((sum, p) => sum + p, 0);
}

describe('clopperPearson()', () => {
  it.each(knownShares)('of $hits of $count is $exact', ({ hits, count, exact }) => {
    const { lower, upper, coverage } = clopperPearson({ hits, count });
    expect(lower).toBeCloseTo(exact[0], 10);
    expect(upper).toBeCloseTo(exact[1], 10);
    expect(coverage).toBe(0.95);
  });

  it.each([
    [30, 1000],
    [500, 1000],
    [999, 1000],
  ])('leaves 2.5 %% in each binomial tail at %d of %d', (hits, count) => {
    const { lower, upper } = clopperPearson({ hits, count });
    expect(binomialCdf(hits, count, upper)).toBeCloseTo(0.025, 9);
    expect(1 - binomialCdf(hits - 1, count, lower)).toBeCloseTo(0.025, 9);
  });

  it('widens with the confidence', () => {
    const [at80, at99] = [0.8, 0.99].map((confidence) => clopperPearson({ hits: 6, count: 50, confidence }));
    expect(at99?.lower).toBeLessThan(at80?.lower ?? NaN);
    expect(at99?.upper).toBeGreaterThan(at80?.upper ?? NaN);
  });
});

describe('wilson()', () => {
  it.each(knownShares)('of $hits of $count is $score', ({ hits, count, score }) => {
    const { lower, upper } = wilson({ hits, count });
    expect(lower).toBeCloseTo(score[0], 10);
    expect(upper).toBeCloseTo(score[1], 10);
  });
});

describe.each([
  ['clopperPearson()', clopperPearson],
  ['wilson()', wilson],
])('%s', (_, intervalOf) => {
  it('holds the share that was seen, within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(hitCounts, ({ hits, count }) => {
        const { lower, upper } = intervalOf({ hits, count });
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(hits / count);
        expect(upper).toBeGreaterThanOrEqual(hits / count);
        expect(upper).toBeLessThanOrEqual(1);
        const mirrored = intervalOf({ hits: count - hits, count });
        expect(mirrored.lower).toBeCloseTo(1 - upper, 12);
      }),
    );
  });

  it('refuses no runs, more hits than runs and a confidence that is none', () => {
    expect(() => intervalOf({ hits: 0, count: 0 })).toThrow('Cannot compute a share: there are no runs');
    expect(() => intervalOf({ hits: 3, count: 2 })).toThrow('Cannot count hits: 3 of 2 is no share');
    expect(() => intervalOf({ hits: 1, count: 2, confidence: 95 })).toThrow('Cannot use 95 as a confidence');
  });
});

describe('newcombeDifference()', () => {
  it('gives the known interval of 16 of 50 minus 6 of 50', () => {
    const { difference, interval } = newcombeDifference({
      base: { hits: 6, count: 50 },
      candidate: { hits: 16, count: 50 },
    });
    expect(difference).toBeCloseTo(0.2, 12);
    expect(interval.lower).toBeCloseTo(0.0369872965, 10);
    expect(interval.upper).toBeCloseTo(0.3521378781, 10);
    expect(interval.coverage).toBe(0.95);
  });

  it('changes its sign with the arms and stays within -1 and 1', () => {
    fc.assert(
      fc.property(hitCounts, hitCounts, (base, candidate) => {
        const { difference, interval } = newcombeDifference({ base, candidate, confidence: 0.9 });
        const swapped = newcombeDifference({ base: candidate, candidate: base, confidence: 0.9 });
        expect(swapped.interval.lower).toBeCloseTo(-interval.upper, 12);
        expect(interval.lower).toBeLessThanOrEqual(difference);
        expect(interval.upper).toBeGreaterThanOrEqual(difference);
        expect(interval.lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(interval.upper).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('upperBoundAfterNone()', () => {
  it.each([
    [100, 0.0295130496],
    [300, 0.0099360819],
  ])('after %d runs is %d', (count, expected) => {
    expect(upperBoundAfterNone(count)).toBeCloseTo(expected, 10);
  });

  it('is the upper edge of clopperPearson() with half the tail', () => {
    const { upper } = clopperPearson({ hits: 0, count: 40, confidence: 0.98 });
    expect(upperBoundAfterNone(40, 0.99)).toBeCloseTo(upper, 12);
  });
});
