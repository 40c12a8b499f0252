import { comparisonScale, type ComparisonScale } from '../model/comparison-scale.ts';
import { validTrials } from '../model/invalid-blocks.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { wallTimesNs, type TrialRecord } from '../model/trial.ts';
import type { BlockSamples } from '../stats/blocks.ts';
import { normalQuantile } from '../stats/distributions.ts';
import { standardErrorOf } from '../stats/minimum-detectable-effect.ts';
import { mean, median } from '../stats/moments.ts';
import { withinBlockShift } from '../stats/within-block-shift.ts';
import { detectableChange, power, unitsForSmallestP } from './compare/precision.ts';
import { defaultMargin } from './compare/policy.ts';
import type { RunRecords } from './run-facts.ts';

/** What an earlier run tells of a case that is to be measured with several arms. */
export interface CaseSpread {
  readonly metric: MetricDefinition;
  readonly scale: ComparisonScale;
  /** Of all its values, in the metric's unit. */
  readonly level: number;
  /** Standard error of the effect that one block of two trials an arm would have: of the logarithm of a ratio, or in the unit. */
  readonly blockError: number;
  /** The default margin on the same scale. */
  readonly margin: number;
  /** From the beginning of a trial to its end. */
  readonly trialMs: number;
}

/** What so many blocks of a case would show. */
export interface PlannedPrecision {
  readonly blocks: number;
  readonly minutes: number;
  /** The smallest change that is called one with 80 %: as a ratio above 1, or in the metric's unit. */
  readonly detectable: number;
}

/** Numbers of blocks that a plan is asked about. */
export const askedBlocks = [6, 12, 24, 48, 96, 192] as const;

const alpha = 0.05;

/** Undefined where the run does not have the case, or too few blocks for an interval. */
export function spreadOfCase(
  caseId: string,
  { manifest, trials }: Pick<RunRecords, 'manifest' | 'trials'>,
): CaseSpread | undefined {
  const benchmarkId = manifest.plan.cases.find(({ id }) => id === caseId)?.benchmarkId;
  const benchmark = manifest.benchmarks.find(({ id }) => id === benchmarkId);
  const metric = benchmark?.metrics.find(({ id }) => id === benchmark.headline);
  if (metric === undefined) return undefined;
  const ok = validTrials(manifest, trials).filter(
    (trial) => trial.caseId === caseId && !trial.isWarmup && trial.outcome.status === 'ok',
  );
  const armIds = manifest.plan.arms.map(({ id }) => id);
  const pairs = pairsOf(ok, { metricId: metric.id, armIds });
  const values = pairs.flatMap(({ base, candidate }) => [...base, ...candidate]);
  if (values.length === 0) return undefined;
  const scale = comparisonScale(metric, values);
  const blockError = errorOfBlock(scale === 'ratio' ? pairs.map(logarithms) : pairs);
  if (blockError === undefined) return undefined;
  const level = median(values);
  const trialMs = mean(wallTimesNs(ok)) / 1e6;
  return { metric, scale, level, blockError, margin: marginOf(metric, scale, Math.abs(level)), trialMs };
}

/** @param armCount of the plan */
export function precisionOf(blocks: number, spread: CaseSpread, armCount: number): PlannedPrecision {
  const { blockError, margin, scale, trialMs } = spread;
  const detectable = detectableChange(blockError / Math.sqrt(blocks), { margin, alpha });
  const trialCount = 2 * armCount * blocks;
  return {
    blocks,
    minutes: (trialCount * trialMs) / 60_000,
    detectable: scale === 'ratio' ? Math.exp(detectable) : detectable,
  };
}

export interface WantedEffect {
  /** As a share of the base: 0.03 is 3 %. */
  readonly effect: number;
  /** Comparisons that are judged together. */
  readonly familySize: number;
}

/**
 * Blocks from which on a change of this size is called one with 80 %; at least those without which no p is small enough.
 * Undefined for a change that is not beyond the margin: it is called one in half of all runs at most, however many blocks
 * there are.
 */
export function blocksForEffect(
  spread: CaseSpread,
  { effect, familySize }: WantedEffect,
): number | undefined {
  const { blockError, margin, scale, level } = spread;
  const size = scale === 'ratio' ? Math.log1p(effect) : effect * Math.abs(level);
  const reach = normalQuantile(power);
  if (size <= margin) return undefined;
  const bySignificance = ((normalQuantile(1 - alpha / 2) + reach) * blockError) / size;
  const byMargin = (reach * blockError) / (size - margin);
  const least = unitsForSmallestP({ base: 2, candidate: 2 }, alpha / familySize);
  return Math.max(least, Math.ceil(Math.max(bySignificance, byMargin) ** 2));
}

interface PairOptions {
  readonly metricId: string;
  readonly armIds: readonly string[];
}

/** By block: the first two arms; with one arm its trials by turns, as if every other one were of another. */
function pairsOf(
  trials: readonly TrialRecord[],
  { metricId, armIds: [base, candidate] }: PairOptions,
): readonly BlockSamples[] {
  const blocks = [...new Set(trials.map(({ block }) => block))];
  const sides = (block: number): BlockSamples => {
    const own = trials.filter((trial) => trial.block === block);
    const values = (isOfSide: (trial: TrialRecord, index: number) => boolean): readonly number[] =>
      own.filter(isOfSide).flatMap(({ samples }) => samples[metricId] ?? []);
    return candidate === undefined
      ? { base: values((_, index) => index % 2 === 0), candidate: values((_, index) => index % 2 === 1) }
      : {
          base: values(({ armId }) => armId === base),
          candidate: values(({ armId }) => armId === candidate),
        };
  };
  return blocks.map(sides).filter((each) => each.base.length > 0 && each.candidate.length > 0);
}

/** The error shrinks with the root of the blocks, and with the trials of each side of a block. */
function errorOfBlock(pairs: readonly BlockSamples[]): number | undefined {
  const { interval } = withinBlockShift(pairs);
  if (interval.kind === 'too-few') return undefined;
  const share = mean(pairs.map(({ base, candidate }) => 1 / base.length + 1 / candidate.length));
  return standardErrorOf(interval.value) * Math.sqrt(pairs.length / share);
}

function logarithms({ base, candidate }: BlockSamples): BlockSamples {
  return { base: base.map(Math.log), candidate: candidate.map(Math.log) };
}

function marginOf(metric: MetricDefinition, scale: ComparisonScale, level: number): number {
  const { relative, absolute } = defaultMargin(metric);
  if (scale === 'difference') return Math.max(absolute, relative * level);
  return Math.log1p(Math.max(relative, absolute / level));
}
