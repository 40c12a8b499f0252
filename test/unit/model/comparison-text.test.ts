import { describe, expect, it } from 'vitest';
import { byGravity, confidenceText, moreText } from '../../../src/model/comparison-text.ts';
import { aMetric } from '../builders.ts';
import { aComparison } from '../report/a-gate-verdict.ts';

describe('confidenceText()', () => {
  it.each([
    [0.05, '95 %'],
    [0.1, '90 %'],
    [0.0002, '99.98 %'],
    [0.00001, '99.999 %'],
    [0.0000002, '99.99998 %'],
    [0.00000000000000001, 'over 99.99999999 %'],
  ])('of α = %d is %s, and never certainty', (alpha, text) => {
    expect(confidenceText(alpha)).toBe(text);
  });
});

describe('moreText()', () => {
  it.each([
    [1, 'needs 1 more trial a side, about 1 min'],
    [48, 'needs 48 more trials a side, about 1 min'],
    [1_000_000, 'no practical number of trials decides it'],
  ])('of %d trials says %s', (trials, text) => {
    expect(moreText({ trials, minutes: 1 })).toBe(text);
  });
});

describe('byGravity()', () => {
  it('puts first what is largest beside its margin, on whatever scale', () => {
    const verdict = 'regressed';
    const points = aComparison({
      verdict,
      metric: aMetric({ id: 'share', unit: 'percent', kind: 'share' }),
      scale: 'difference',
      difference: { estimate: 2 },
      effectiveMargin: 1,
    });
    const half = aComparison({ verdict, metric: aMetric({ id: 'half' }), ratio: { estimate: 1.5 } });
    const small = aComparison({ verdict, metric: aMetric({ id: 'small' }), ratio: { estimate: 1.04 } });
    const noMargin = aComparison({ verdict, metric: aMetric({ id: 'none' }), effectiveMargin: 1 });
    const other = aComparison({ verdict, metric: aMetric({ id: 'other' }), effectiveMargin: 1 });
    const sorted = byGravity([small, points, half, other, noMargin]);
    expect(sorted.map(({ metric }) => metric.id)).toEqual(['none', 'other', 'half', 'share', 'small']);
  });
});
