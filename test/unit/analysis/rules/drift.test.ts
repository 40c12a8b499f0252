import { describe, expect, it } from 'vitest';
import { drift } from '../../../../src/analysis/rules/drift.ts';
import { cleanSeries, countFalseAlarms, factsOfHeadline } from './headlines.ts';

function drifting(count: number, share: number): readonly number[] {
  return cleanSeries(1, count).map((value, index) => value * (1 + (share * index) / (count - 1)));
}

describe('drift()', () => {
  it('tells a rise over the run, its size and its p', () => {
    const values = Array.from({ length: 21 }, (_, index) => 60_000 + 150 * index);
    expect(drift(factsOfHeadline(values))).toEqual([
      {
        rule: 'drift',
        severity: 'warning',
        message:
          'boot-time/vcpus=1,memMib=128: boot.guest changed by +4.9 % in the course of the run, over 21 trials ' +
          '(Mann-Kendall, p < 1e-9)',
        advice:
          'Take no absolute number from it: compare arms within blocks, which share the drift, or let the host settle',
      },
    ]);
  });

  it('tells a fall amid scatter', () => {
    const [finding] = drift(factsOfHeadline(drifting(100, -0.05)));
    expect(finding?.message).toMatch(/changed by -[45]\.\d %/);
  });

  it('tells it of a long run, of which it looks at medians of neighbours', () => {
    const [finding] = drift(factsOfHeadline(drifting(3000, 0.03)));
    expect(finding?.message).toMatch(/changed by \+(2\.[89]|3\.[01]) % .* 3000 trials/);
  });

  it('leaves alone a change that is certain and small, and one of few trials', () => {
    expect(drift(factsOfHeadline(Array.from({ length: 40 }, (_, index) => 60_000 + index)))).toEqual([]);
    expect(drift(factsOfHeadline([60, 61, 62, 63, 64, 65, 66, 67, 68]))).toEqual([]);
  });

  it.each([12, 60, 200])('is silent on clean series of %d', (count) => {
    expect(countFalseAlarms(drift, count)).toBeLessThanOrEqual(5);
  });
});
