import type { RunFacts } from '../../../../src/analysis/run-facts.ts';
import { normalQuantile } from '../../../../src/stats/distributions.ts';
import { createRandom } from '../../../../src/stats/random.ts';
import { aManifest, anArm, aPlan, aTrial, blocksOf, someTrials } from '../../builders.ts';
import { factsOf } from '../run-facts.ts';

/** Uniform between 0 and 1, ends left out. */
export type Uniform = () => number;

export function uniformOf(seed: number): Uniform {
  const random = createRandom(seed);
  return () => (random.nextInteger(1_000_000) + 0.5) / 1_000_000;
}

export function drawNormal(uniform: Uniform): number {
  return normalQuantile(uniform());
}

/** Boot times as they come from a quiet host: a floor, a right tail, and one slow trial in a hundred. */
export function cleanSeries(seed: number, count: number): readonly number[] {
  const uniform = uniformOf(seed);
  return Array.from({ length: count }, () => {
    const spike = uniform() < 0.01 ? 1.15 : 1;
    return Math.round(spike * (60_000 + 800 * Math.exp(0.5 * drawNormal(uniform))));
  });
}

/** What rules see of a run of one case and one arm with these headline values. */
export function factsOfHeadline(values: readonly number[]): RunFacts {
  return factsOf(someTrials(values));
}

/** The same of two arms, whose trials take turns. */
export function factsOfArms(base: readonly number[], candidate: readonly number[]): RunFacts {
  const ids = ['base', 'candidate'];
  const trials = base.flatMap((_, index) =>
    [base, candidate].map((values, arm) =>
      aTrial({
        trialId: `t${String(2 * index + arm)}`,
        armId: ids[arm] ?? '',
        block: index,
        position: arm,
        samples: { 'boot.guest': values[index] ?? NaN },
      }),
    ),
  );
  const arms = ids.map((id) => anArm({ id }));
  return factsOf(trials, { manifest: aManifest({ plan: aPlan({ arms, blocks: blocksOf(trials) }) }) });
}

/** In how many of 200 seeded clean series each a rule says something. */
export function countFalseAlarms(rule: (run: RunFacts) => readonly unknown[], count: number): number {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  return seeds.filter((seed) => rule(factsOfHeadline(cleanSeries(seed, count))).length > 0).length;
}
