import { describe, expect, it } from 'vitest';
import { autocorrelation } from '../../../../src/analysis/rules/autocorrelation.ts';
import { countFalseAlarms, drawNormal, factsOfHeadline, uniformOf } from './headlines.ts';

/** A first-order autoregression around 60 ms. */
function autoregressive(correlation: number, count: number): readonly number[] {
  const uniform = uniformOf(7);
  let state = 0;
  return Array.from({ length: count }, () => {
    state = correlation * state + drawNormal(uniform);
    return 60_000 + 300 * state;
  });
}

describe('autocorrelation()', () => {
  it('tells that neighbours are alike, and how many independent trials that is', () => {
    const [finding, ...others] = autocorrelation(factsOfHeadline(autoregressive(0.7, 200)));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'autocorrelation', severity: 'warning' });
    const numbers = /ranks (0\.\d\d).* 200 trials tell as much as some (\d+) independent ones/.exec(
      finding?.message ?? '',
    );
    expect(Math.abs(Number(numbers?.[1]) - 0.7)).toBeLessThan(0.15);
    // n(1 − r)/(1 + r) of 0.7 is 35.
    expect(Number(numbers?.[2])).toBeGreaterThan(22);
    expect(Number(numbers?.[2])).toBeLessThan(60);
  });

  it('sees it through spikes', () => {
    const spiky = autoregressive(0.7, 200).map((value, index) => (index % 25 === 3 ? 5 * value : value));
    expect(autocorrelation(factsOfHeadline(spiky))).toHaveLength(1);
  });

  it('leaves alone neighbours that repel each other, equal values, and few trials', () => {
    expect(autocorrelation(factsOfHeadline(autoregressive(-0.7, 200)))).toEqual([]);
    expect(autocorrelation(factsOfHeadline(new Array<number>(50).fill(65_000)))).toEqual([]);
    expect(autocorrelation(factsOfHeadline(autoregressive(0.7, 19)))).toEqual([]);
  });

  it.each([20, 60, 200])('is silent on clean series of %d', (count) => {
    expect(countFalseAlarms(autocorrelation, count)).toBeLessThanOrEqual(5);
  });
});
