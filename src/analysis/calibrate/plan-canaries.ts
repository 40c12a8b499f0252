import { BenchError } from '../../base/errors.ts';
import type { CanaryPlan } from '../../model/calibration.ts';
import type { Comparison } from '../../model/comparison.ts';
import { normalQuantile } from '../../stats/distributions.ts';
import { mean, median } from '../../stats/moments.ts';
import { compareSides } from '../compare/compare-sides.ts';
import { defaultPolicy } from '../compare/policy.ts';
import type { RunRecords } from '../run-facts.ts';
import { blocksToDetect, type Spread } from './blocks-to-detect.ts';
import { headlinesOnly } from './compare-windows.ts';
import { intervalErrorsOf, rootMeanSquare } from './spread.ts';

/** A pilot: the base, the same once more, and arms that are slowed by a delay each, the longest last. */
export interface Pilot {
  readonly run: RunRecords;
  readonly baseArm: string;
  readonly againArm: string;
  readonly delays: readonly DelayedArm[];
}

export interface DelayedArm {
  readonly armId: string;
  readonly delayLoops: number;
}

export interface CanaryWishes {
  /** Shares: 0.1 is 10 % slower. */
  readonly sizes: readonly number[];
  readonly margin: number;
  readonly alpha: number;
  readonly mostBlocks: number;
}

/**
 * Decides how long each canary idles and how many blocks a comparison takes to find it with 80 %. The headline grows in
 * proportion to the delay, so that a few delays tell them all; where the cases are of different length, the delay is the one of
 * the longest, and the canary is larger in the others.
 * @throws BenchError `USAGE` where the delay does not show in the headline
 */
export function planCanaries(pilot: Pilot, wishes: CanaryWishes): readonly CanaryPlan[] {
  const cases = readPilot(pilot);
  const spread = spreadOf(pilot, wishes.alpha);
  return wishes.sizes.map((size) => {
    const delayLoops = Math.ceil(Math.max(...cases.map((each) => (size * each.base) / each.perLoop)));
    const builtIn = cases.map(({ id, base, perLoop }) => [id, 1 + (delayLoops * perLoop) / base] as const);
    return {
      armId: canaryArmId(size),
      size,
      delayLoops,
      builtIn: Object.fromEntries(builtIn),
      ...blocksToDetect(spread, { ...wishes, size }),
    };
  });
}

/** "canary-2.5" of 0.025. */
export function canaryArmId(size: number): string {
  return `canary-${String(Number((100 * size).toFixed(4)))}`;
}

/** By which share of the base the pilot's longest delay slows the headline, in the case where this is least. */
export function delayEffect(pilot: Pilot): number {
  const { armId = '' } = pilot.delays.at(-1) ?? {};
  const effects = headlineComparisons(pilot, armId).map(({ ratio }) => (ratio?.estimate ?? 1) - 1);
  return effects.length === 0 ? 0 : Math.min(...effects);
}

interface PilotCase {
  readonly id: string;
  /** In the headline's unit. */
  readonly base: number;
  readonly perLoop: number;
}

function readPilot(pilot: Pilot): readonly PilotCase[] {
  const alike = headlineComparisons(pilot, pilot.againArm);
  const slowed = pilot.delays.flatMap(({ armId, delayLoops }) =>
    headlineComparisons(pilot, armId).map(({ metric, difference }) => ({
      metricId: metric.id,
      perLoop: (difference?.estimate ?? 0) / delayLoops,
    })),
  );
  return alike.map(({ caseId, metric, base, candidate }) => {
    const own = [base.median, candidate.median].flatMap((value) => value ?? []);
    // A loop is a loop in every case: all of them together know its length best.
    const loops = slowed.filter(({ metricId }) => metricId === metric.id).map(({ perLoop }) => perLoop);
    const perLoop = loops.length === 0 ? 0 : median(loops);
    if (!(perLoop > 0)) throw notDelayed(caseId, pilot);
    return { id: caseId, base: mean(own), perLoop };
  });
}

function notDelayed(caseId: string, { delays }: Pilot): BenchError {
  const loops = String(delays.at(-1)?.delayLoops);
  const text = `Cannot place canaries in ${caseId}: ${loops} loops of delay do not slow its headline`;
  return new BenchError('USAGE', text, {
    hint: 'Choose a benchmark that times the start of the probe guest, or leave the canaries out with --canary none',
  });
}

function spreadOf(pilot: Pilot, alpha: number): Spread {
  const alike = headlineComparisons(pilot, pilot.againArm, alpha);
  const standardError = rootMeanSquare(intervalErrorsOf(alike));
  if (standardError === undefined) {
    throw new BenchError('USAGE', 'Cannot place canaries: the pilot has too few blocks for an interval', {
      hint: 'Look at its failed trials',
    });
  }
  const blocks = Math.min(...alike.map(({ unitCount }) => unitCount));
  return { standardError: standardError * assuranceFactor(blocks - 1), blocks };
}

/**
 * A pilot's standard error is itself an estimate, and half of all pilots see less than there is. Planned is with its upper
 * bound of 80 %: √(df / χ²₀.₂), the quantile by Wilson and Hilferty (1931).
 */
function assuranceFactor(degreesOfFreedom: number): number {
  const spread = 2 / (9 * degreesOfFreedom);
  return (1 - spread + normalQuantile(0.2) * Math.sqrt(spread)) ** -1.5;
}

function headlineComparisons(pilot: Pilot, armId: string, alpha = 0.05): readonly Comparison[] {
  const run = headlinesOnly(pilot.run);
  const base = { id: pilot.baseArm, armId: pilot.baseArm, runs: [run] };
  const candidate = { id: armId, armId, runs: [run] };
  const policy = { ...defaultPolicy(run.manifest.plan.seed), alpha };
  return compareSides({ base, candidates: [candidate] }, policy).comparisons.filter(({ isGated }) => isGated);
}
