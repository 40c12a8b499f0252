import { BenchError } from '../../base/errors.ts';
import type { CanaryPlan } from '../../model/calibration.ts';
import type { Comparison } from '../../model/comparison.ts';
import { mean, median } from '../../stats/moments.ts';
import { compareSides } from '../compare/compare-sides.ts';
import { defaultPolicy } from '../compare/policy.ts';
import { detectableChange } from '../compare/precision.ts';
import type { RunRecords } from '../run-facts.ts';
import { headlinesOnly } from './compare-windows.ts';
import { intervalErrorsOf, rootMeanSquare } from './spread.ts';

/** Below it a block more or less decides too much. */
export const leastBlocks = 6;

/** A pilot: the base, the same once more, and one delay. */
export interface Pilot {
  readonly run: RunRecords;
  readonly baseArm: string;
  readonly againArm: string;
  readonly delayArm: string;
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
 * proportion to the delay, so that one delay tells them all; where the cases are of different length, the delay is the one of
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
      ...planBlocks(size, spread, wishes),
    };
  });
}

/** "canary-2.5" of 0.025. */
export function canaryArmId(size: number): string {
  return `canary-${String(Number((100 * size).toFixed(4)))}`;
}

/** By which share of the base the pilot's delay slows the headline, in the case where this is least. */
export function delayEffect(pilot: Pilot): number {
  const effects = headlineComparisons(pilot, pilot.delayArm).map(({ ratio }) => (ratio?.estimate ?? 1) - 1);
  return effects.length === 0 ? 0 : Math.min(...effects);
}

interface PilotCase {
  readonly id: string;
  /** In the headline's unit. */
  readonly base: number;
  readonly perLoop: number;
}

function readPilot(pilot: Pilot): readonly PilotCase[] {
  const slowed = headlineComparisons(pilot, pilot.delayArm);
  const alike = headlineComparisons(pilot, pilot.againArm);
  if (slowed.length === 0) throw new BenchError('USAGE', 'Cannot place canaries: the pilot has no headline');
  return slowed.map(({ caseId, metric, base }) => {
    const again = alike.find((each) => each.caseId === caseId)?.candidate.median;
    const own = [base.median, again].flatMap((value) => value ?? []);
    // A loop is a loop in every case: all of them together know its length best.
    const perLoop = median(
      slowed
        .filter((each) => each.metric.id === metric.id)
        .map(({ difference }) => (difference?.estimate ?? 0) / pilot.delayLoops),
    );
    if (!(perLoop > 0)) throw notDelayed(caseId, pilot);
    return { id: caseId, base: mean(own), perLoop };
  });
}

function notDelayed(caseId: string, { delayLoops }: Pilot): BenchError {
  const text = `Cannot place canaries in ${caseId}: ${delayLoops} loops of delay do not slow its headline`;
  return new BenchError('USAGE', text, {
    hint: 'Choose a benchmark that times the start of the probe guest, or leave the canaries out with --canary none',
  });
}

interface Spread {
  readonly standardError: number;
  readonly blocks: number;
}

function spreadOf(pilot: Pilot, alpha: number): Spread {
  const alike = headlineComparisons(pilot, pilot.againArm, alpha);
  const standardError = rootMeanSquare(intervalErrorsOf(alike));
  if (standardError === undefined) {
    throw new BenchError('USAGE', 'Cannot place canaries: the pilot has too few blocks for an interval', {
      hint: 'Look at its failed trials',
    });
  }
  return { standardError, blocks: Math.min(...alike.map(({ unitCount }) => unitCount)) };
}

function planBlocks(
  size: number,
  spread: Spread,
  { margin, alpha, mostBlocks }: CanaryWishes,
): Pick<CanaryPlan, 'blocks' | 'detectable' | 'isPromised'> {
  const detectableBy = (blocks: number): number =>
    detectableChange(spread.standardError * Math.sqrt(spread.blocks / blocks), {
      margin: Math.log1p(margin),
      alpha,
    });
  const wanted = Math.log1p(size);
  let blocks = Math.min(leastBlocks, mostBlocks);
  while (blocks < mostBlocks && detectableBy(blocks) > wanted) blocks += 1;
  const detectable = detectableBy(blocks);
  return { blocks, detectable: Math.exp(detectable), isPromised: detectable <= wanted };
}

function headlineComparisons(pilot: Pilot, armId: string, alpha = 0.05): readonly Comparison[] {
  const run = headlinesOnly(pilot.run);
  const base = { id: pilot.baseArm, armId: pilot.baseArm, runs: [run] };
  const candidate = { id: armId, armId, runs: [run] };
  const policy = { ...defaultPolicy(run.manifest.plan.seed), alpha };
  return compareSides({ base, candidates: [candidate] }, policy).comparisons.filter(({ isGated }) => isGated);
}
