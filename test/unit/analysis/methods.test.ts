import { describe, expect, it } from 'vitest';
import { methods } from '../../../src/analysis/methods.ts';

describe('methods()', () => {
  it('names every recipe with its numbers', () => {
    const recipes = new Map(methods({}).map(({ what, how }) => [what, how]));
    expect(recipes.get('interval of the median')).toBe(
      'equal-tailed binomial order-statistic interval of at least 95 %, free of any distribution; ' +
        'takes independent trials for granted; from 6 trials on',
    );
    expect(recipes.get('p90, p95, p99')).toBe(
      'shown where a two-sided 95 % order-statistic interval of the quantile is finite: ' +
        'p90 from 36, p95 from 72, p99 from 368 trials on',
    );
    expect(recipes.size).toBe(methods({}).length);
  });
});
