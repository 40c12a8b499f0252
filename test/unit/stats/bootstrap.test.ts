import { describe, expect, it } from 'vitest';
import {
  basicInterval,
  bcaInterval,
  biasCorrection,
  bootstrapReplicates,
  jackknifeAcceleration,
  percentileInterval,
  type Statistic,
} from '../../../src/stats/bootstrap.ts';
import { mean, median } from '../../../src/stats/moments.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { expectRelative } from './expect-relative.ts';
import { boot20 } from './reference-samples.ts';

const powers: readonly number[] = [1, 2, 4, 8, 16];
const boots: readonly number[] = [118.2, 119.4, 120.1, 121.3, 123.8, 131.5, 187.4];

/** The statistic of all n to the n resamples, ascending. */
function allReplicates(samples: readonly number[], statistic: Statistic): readonly number[] {
  const n = samples.length;
  const replicates = new Float64Array(n ** n);
  for (let resample = 0; resample < replicates.length; resample += 1) {
    let left = resample;
    const drawn: number[] = [];
    for (let position = 0; position < n; position += 1) {
      drawn.push(samples[left % n] ?? NaN);
      left = Math.floor(left / n);
    }
    replicates[resample] = statistic(drawn);
  }
  return Array.from(replicates.sort());
}

/** Faster than the guarded one, which counts over 800 000 resamples; rounded, so that equal sums are equal. */
function plainMean(samples: readonly number[]): number {
  return Math.round((samples.reduce((sum, sample) => sum + sample, 0) / samples.length) * 1e10) / 1e10;
}

function plainMedian(samples: readonly number[]): number {
  return [...samples].sort((one, other) => one - other)[(samples.length - 1) / 2] ?? NaN;
}

/** Over all replicates, whose spread is no estimate: divided by their number. */
function deviationOf(replicates: readonly number[]): number {
  const centre = mean(replicates);
  return Math.sqrt(mean(replicates.map((replicate) => (replicate - centre) ** 2)));
}

function edges({ lower, upper }: { readonly lower: number; readonly upper: number }): readonly string[] {
  return [lower.toFixed(4), upper.toFixed(4)];
}

describe('the mean of all 3125 resamples of five', () => {
  const replicates = allReplicates(powers, plainMean);
  const result = { replicates, estimate: 6.2 };
  const acceleration = jackknifeAcceleration(powers, mean);

  it('has the known spread', () => {
    expectRelative(deviationOf(replicates), 2.4396721091);
    expect(replicates.filter((replicate) => replicate < 6.2)).toHaveLength(1618);
  });

  it('percentileInterval() and basicInterval() give the known edges', () => {
    expect(edges(percentileInterval(replicates))).toEqual(['2.0000', '11.4000']);
    expect(edges(basicInterval(result))).toEqual(['1.0000', '10.4000']);
  });

  it('biasCorrection() counts ties as half', () => {
    expectRelative(biasCorrection(replicates, 6.2), 0.0927779107);
    // Counting them as above is counting below a slightly smaller estimate.
    expectRelative(biasCorrection(replicates, 6.2 - 1e-6), 0.0445324328);
  });

  it('jackknifeAcceleration() gives the known value', () => {
    expectRelative(acceleration, 0.0662657355);
  });

  it('bcaInterval() gives the known edges', () => {
    expect(edges(bcaInterval(result, acceleration))).toEqual(['2.6000', '12.8000']);
    const strict = bcaInterval({ ...result, estimate: 6.2 - 1e-6 }, acceleration);
    expect(edges(strict)).toEqual(['2.4000', '12.8000']);
  });

  it('widens with the confidence', () => {
    expect(percentileInterval(replicates, 0.5).upper).toBeLessThan(percentileInterval(replicates, 0.9).upper);
    expect(bcaInterval({ ...result, confidence: 0.5 }, acceleration).coverage).toBe(0.5);
  });
});

describe('the median of all 3125 resamples of five', () => {
  const replicates = allReplicates(powers, median);

  it('has the known distribution', () => {
    const shares = powers.map((value) => replicates.filter((replicate) => replicate === value).length / 3125);
    expect(shares).toEqual([0.05792, 0.25952, 0.36512, 0.25952, 0.05792]);
  });

  it('has the known interval and, with ties as half, no bias', () => {
    expect(edges(percentileInterval(replicates))).toEqual(['1.0000', '16.0000']);
    expect(biasCorrection(replicates, 4)).toBe(0);
    expectRelative(biasCorrection(replicates, 4 - 1e-6), -0.4748694885);
  });
});

describe('all 823543 resamples of seven', () => {
  it('have the known mean', { timeout: 30_000 }, () => {
    const replicates = allReplicates(boots, plainMean);
    const estimate = plainMean(boots);
    const acceleration = jackknifeAcceleration(boots, mean);
    expectRelative(deviationOf(replicates), 8.7379004223);
    expect(acceleration).toBeCloseTo(0.1206342335, 9);
    expectRelative(biasCorrection(replicates, estimate), 0.1347270354);
    expectRelative(biasCorrection(replicates, estimate - 1e-6), 0.123125719);
    expect(edges(percentileInterval(replicates))).toEqual(['120.0571', '150.9143']);
    expect(edges(bcaInterval({ replicates, estimate }, acceleration))).toEqual(['121.1857', '161.2429']);
  });

  it('have the known median', { timeout: 30_000 }, () => {
    expect(edges(percentileInterval(allReplicates(boots, plainMedian)))).toEqual(['119.4000', '131.5000']);
  });
});

describe('bootstrapReplicates()', () => {
  const resampleCount = 20_000;
  const draw = (samples: readonly number[], statistic: Statistic): readonly number[] =>
    bootstrapReplicates(samples, { statistic, resampleCount, random: createRandom(1) });

  it('draws the median of five as often as all resamples have it', () => {
    const replicates = draw(powers, plainMedian);
    for (const [index, share] of [0.05792, 0.25952, 0.36512, 0.25952, 0.05792].entries()) {
      const seen = replicates.filter((replicate) => replicate === powers[index]).length / resampleCount;
      expect(Math.abs(seen - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / resampleCount));
    }
  });

  it('comes near the known spread and edges of the mean of BOOT20', () => {
    const replicates = draw(boot20, plainMean);
    const acceleration = jackknifeAcceleration(boot20, mean);
    expectRelative(acceleration, 0.1092783119);
    // Four standard errors of a standard deviation.
    expectRelative(deviationOf(replicates), 6.60326018, 4 / Math.sqrt(2 * resampleCount));
    const percentile = percentileInterval(replicates);
    expect(Math.abs(percentile.lower - 122.51)).toBeLessThan(0.3);
    expect(Math.abs(percentile.upper - 147.64)).toBeLessThan(0.6);
    const bca = bcaInterval({ replicates, estimate: mean(boot20) }, acceleration);
    expect(Math.abs(bca.lower - 123.98)).toBeLessThan(0.3);
    expect(Math.abs(bca.upper - 155.83)).toBeLessThan(1);
  });

  it('comes near the known spread and edges of the median of BOOT20', () => {
    const replicates = draw(boot20, median);
    expect(Math.abs(deviationOf(replicates) - 1.403)).toBeLessThan(0.05);
    const { lower, upper } = percentileInterval(replicates);
    expect(lower).toBeCloseTo(120.35, 9);
    expect(upper).toBeCloseTo(125.6, 9);
  });

  it('repeats with its seed, and not with another', () => {
    const replicatesOf = (seed: number): readonly number[] =>
      bootstrapReplicates(boot20, { statistic: mean, resampleCount: 20, random: createRandom(seed) });
    expect(replicatesOf(5)).toEqual(replicatesOf(5));
    expect(replicatesOf(5)).not.toEqual(replicatesOf(6));
  });

  it('refuses nothing', () => {
    const options = { statistic: mean, resampleCount: 10, random: createRandom(1) };
    expect(() => bootstrapReplicates([], options)).toThrow(
      'Cannot compute the bootstrap: there are no samples',
    );
  });
});

describe('corrections of the bootstrap', () => {
  it('biasCorrection() refuses an estimate outside all replicates', () => {
    expect(() => biasCorrection([1, 2, 3], 4)).toThrow(
      'Cannot correct the bias: all replicates lie on one side of 4',
    );
  });

  it('jackknifeAcceleration() is 0 for equal samples and refuses one', () => {
    expect(jackknifeAcceleration([2, 2, 2], mean)).toBe(0);
    expect(() => jackknifeAcceleration([2], mean)).toThrow('one sample has none');
  });
});
