import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { marginRatios } from '../../../src/model/margin-ratios.ts';
import { aTwoArmRun } from '../two-arm-run.ts';

describe('marginRatios()', () => {
  it.each([
    { margin: 1.03, lower: 0.97 },
    { margin: 1.5, lower: 0.5 },
    { margin: 3, lower: 0 },
  ])('goes from $lower to $margin', ({ margin, lower }) => {
    const edges = marginRatios(margin);
    expect(edges.lower).toBeCloseTo(lower, 12);
    expect(edges.upper).toBe(margin);
  });

  it('has the edges by which verdicts are given', () => {
    const runs = [0.972, 0.968].map((factor) =>
      analyseRecords(
        aTwoArmRun({
          blockCount: 30,
          factor: 1,
          seed: 5,
          change: (trial) => ({
            ...trial,
            samples: {
              ...trial.samples,
              'boot.guest': Math.round(
                (trial.armId === 'base' ? 1 : factor) * (90_000 + 100 * (trial.block % 20)),
              ),
            },
          }),
        }),
      ),
    );
    const seen = runs.map(({ comparison }) => comparison?.comparisons[0]);
    expect(seen.map((each) => each?.verdict)).toEqual(['equivalent', 'improved']);
    const [lower] = seen.map((each) => marginRatios(each?.effectiveMargin ?? NaN).lower);
    expect(lower).toBeCloseTo(0.97, 12);
  });
});
