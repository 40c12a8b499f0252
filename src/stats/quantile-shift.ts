/**
 * How far the quantiles of the candidate are from those of the base (the shift function of Doksum 1974), with a band that holds
 * all of them at once. What belongs together, a block, is drawn together with replacement; the band is as many standard errors
 * wide as 95 % of the draws keep to in their worst quantile (the sup-t band of Montiel Olea and Plagborg-Møller 2019).
 */
import type { BlockSamples } from './blocks.ts';
import { checkShare } from './check-samples.ts';
import { countedQuantiles, orderGroups } from './counted-quantiles.ts';
import { sampleStandardDeviation } from './moments.ts';
import { quantileNearestRank } from './quantile-variants.ts';
import type { Random } from './random.ts';

/** Blocks that hold both sides, or two lists of independent values. */
export type ShiftSamples =
  | { readonly kind: 'blocks'; readonly blocks: readonly BlockSamples[] }
  | {
      readonly kind: 'values';
      readonly base: readonly number[];
      readonly candidate: readonly number[];
    };

export interface QuantileShiftOptions {
  /** Ascending. */
  readonly probabilities: readonly number[];
  readonly draws: number;
  readonly random: Random;
  /** Of the whole band; default 0.95. */
  readonly confidence?: number;
}

/** Candidate less base. */
export interface QuantileEffect {
  readonly probability: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * One effect a probability, of quantiles of type 7; of logarithms it is the logarithm of a ratio.
 * @throws BenchError `SAMPLE_INVALID` for a side without values, a value that is not finite, or a probability not between 0 and 1
 */
export function quantileShift(
  samples: ShiftSamples,
  options: QuantileShiftOptions,
): readonly QuantileEffect[] {
  const { probabilities, draws, confidence = 0.95 } = options;
  for (const probability of probabilities) checkShare(probability, 'the probability of a quantile');
  checkShare(confidence, 'a confidence');
  const resampler = createResampler(samples, options);
  const estimates = resampler.whole();
  const replicates = Array.from({ length: draws }, () => resampler.draw());
  const errors = estimates.map((_, index) =>
    sampleStandardDeviation(replicates.map((each) => each[index] ?? NaN)),
  );
  const worst = replicates.map((each) =>
    each.reduce((most, value, index) => {
      const error = errors[index] ?? 0;
      return error === 0 ? most : Math.max(most, Math.abs(value - (estimates[index] ?? NaN)) / error);
    }, 0),
  );
  const width = quantileNearestRank(worst, confidence);
  return probabilities.map((probability, index) => {
    const estimate = estimates[index] ?? NaN;
    const half = width * (errors[index] ?? NaN);
    return { probability, estimate, lower: estimate - half, upper: estimate + half };
  });
}

interface Resampler {
  readonly whole: () => readonly number[];
  readonly draw: () => readonly number[];
}

function createResampler(samples: ShiftSamples, options: QuantileShiftOptions): Resampler {
  const { probabilities, random } = options;
  const groups = groupsOf(samples);
  const [base, candidate] = [orderGroups(groups.base), orderGroups(groups.candidate)];
  const shifts = (ofBase: Uint16Array, ofCandidate: Uint16Array): readonly number[] => {
    const before = countedQuantiles(base, ofBase, probabilities);
    const after = countedQuantiles(candidate, ofCandidate, probabilities);
    return after.map((quantile, index) => quantile - (before[index] ?? NaN));
  };
  const isPaired = samples.kind === 'blocks';
  return {
    whole: () =>
      shifts(new Uint16Array(groups.base.length).fill(1), new Uint16Array(groups.candidate.length).fill(1)),
    draw: () => {
      const ofBase = drawCounts(groups.base.length, random);
      return shifts(ofBase, isPaired ? ofBase : drawCounts(groups.candidate.length, random));
    },
  };
}

function groupsOf(samples: ShiftSamples): {
  readonly base: readonly (readonly number[])[];
  readonly candidate: readonly (readonly number[])[];
} {
  if (samples.kind === 'values') {
    const alone = (values: readonly number[]): readonly (readonly number[])[] =>
      values.map((value) => [value]);
    return { base: alone(samples.base), candidate: alone(samples.candidate) };
  }
  return {
    base: samples.blocks.map(({ base }) => base),
    candidate: samples.blocks.map(({ candidate }) => candidate),
  };
}

function drawCounts(length: number, random: Random): Uint16Array {
  const counts = new Uint16Array(length);
  for (let drawn = 0; drawn < length; drawn += 1) {
    const at = random.nextInteger(length);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
