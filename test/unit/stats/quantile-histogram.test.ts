import { describe, expect, it } from 'vitest';
import { harrellDavis } from '../../../src/stats/harrell-davis.ts';
import { quantileHistogram } from '../../../src/stats/quantile-histogram.ts';
import { boot20 } from './reference-samples.ts';

describe('quantileHistogram()', () => {
  it('has bins of the same share between quantiles, from end to end', () => {
    const bins = quantileHistogram(boot20, 4);
    const edges = [118.2, ...[0.25, 0.5, 0.75].map((p) => harrellDavis(boot20, p)), 243.9];
    expect(bins.map(({ lower }) => lower)).toEqual(edges.slice(0, -1));
    expect(bins.map(({ upper }) => upper)).toEqual(edges.slice(1));
    for (const { lower, upper, density } of bins) expect(density * (upper - lower)).toBeCloseTo(0.25, 12);
  });

  it('takes samples in any order', () => {
    expect(quantileHistogram([...boot20].reverse(), 5)).toEqual(quantileHistogram(boot20, 5));
  });

  it('is infinitely dense where all samples are equal', () => {
    expect(quantileHistogram([3, 3], 1)).toEqual([{ lower: 3, upper: 3, density: Infinity }]);
  });
});
