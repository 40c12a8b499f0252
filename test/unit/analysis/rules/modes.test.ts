import { describe, expect, it } from 'vitest';
import { modes } from '../../../../src/analysis/rules/modes.ts';
import { cleanSeries, countFalseAlarms, factsOfArms, factsOfHeadline } from './headlines.ts';

/** Every so-manieth trial is slower by a quarter. */
function twoModes(seed: number, every: number): readonly number[] {
  return cleanSeries(seed, 100).map((value, index) => (index % every === 0 ? 1.25 * value : value));
}

describe('modes()', () => {
  it('tells the share of each mode with its interval', () => {
    expect(modes(factsOfHeadline(twoModes(3, 5)))).toEqual([
      {
        rule: 'modes',
        severity: 'note',
        message: expect.stringMatching(
          /boot\.guest has two modes in 100 trials: 6\d{4} µs in 80 % \(71 to 87 %\), 7\d{4} µs in 20 % \(13 to 29 %\)$/,
        ) as unknown,
        advice: 'Find what tells the groups apart; the median of both together moves with their shares',
      },
    ]);
  });

  it('parts a difference of two arms into one of shares and shifts within the modes', () => {
    const candidate = twoModes(5, 2).map((value) => 1.03 * value);
    const messages = modes(factsOfArms(twoModes(3, 5), candidate)).map(({ message }) => message);
    expect(messages).toHaveLength(3);
    expect(messages[2]).toMatch(
      /from arm base to arm candidate the share of the upper mode of boot\.guest changes by \+3[0-3] points \(\+\d+\.?\d* points to \+\d+\.?\d* points\), the median within the lower mode by \+(2\.[5-9]|3\.[0-5]) %, within the upper one by \+(2\.[5-9]|3\.[0-5]) %$/,
    );
  });

  it('parts an arm of one mode where the other is parted', () => {
    const messages = modes(factsOfArms(twoModes(3, 5), cleanSeries(8, 100))).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatch(/changes by -(1[5-9]|20)\.?\d* points/);
  });

  it('says nothing of arms of one mode, nor of fewer than 60 trials', () => {
    expect(modes(factsOfArms(cleanSeries(3, 100), cleanSeries(4, 100)))).toEqual([]);
    expect(modes(factsOfHeadline(twoModes(3, 5).slice(0, 59)))).toEqual([]);
  });

  it.each([97_049.999, 97_050, 100_000])('says nothing of values that are all alike: %f', (value) => {
    const constant = (of: number): readonly number[] => Array.from({ length: 60 }, () => of);
    expect(modes(factsOfArms(constant(100_000), constant(value)))).toEqual([]);
    expect(modes(factsOfArms(constant(value), constant(100_000)))).toEqual([]);
  });

  it.each([60, 120])('is silent on clean series of %d', (count) => {
    expect(countFalseAlarms(modes, count)).toBeLessThanOrEqual(10);
  });
});
