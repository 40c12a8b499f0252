import { invalidBlocks } from '../../model/invalid-blocks.ts';
import type { Plan } from '../../model/plan.ts';
import type { ReportedRun } from '../../model/report.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { disturbanceName, disturbancesOf } from '../../model/validity.ts';
import type { Series } from '../series.ts';
import { figureOf } from '../view-figures.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { thin } from './thin.ts';

/** What became of a trial: it counts, was a warm-up, lies in a disturbed block, or gave no value. */
export type PointKind = 'measured' | 'warmup' | 'invalid' | 'failed' | 'aborted';

/** One trial. Without a value it stands on the axis. */
export interface StripPoint {
  readonly trial: string;
  /** Place in the run, from 1. */
  readonly number: number;
  readonly arm: string;
  readonly kind: PointKind;
  /** In the metric's unit until it is drawn. */
  readonly value?: number;
  /** Whether it is the first measured trial of its series. */
  readonly isFirst?: true;
  /** What the host did meanwhile, for people. */
  readonly noise?: string;
}

/** Where a block of the case lies in the run. */
export interface StripBlock {
  readonly from: number;
  readonly to: number;
}

/** Place of each trial in its run, from 1. */
export type NumberOf = (trialId: string) => number;

/** By the plan: the run takes trials in this order, also when it is resumed. */
export function trialNumbers(plan: Plan): NumberOf {
  const ids = plan.blocks.flatMap(({ trials }) => trials.map(({ id }) => id));
  const numbers = new Map(ids.map((id, index) => [id, index + 1]));
  return (trialId) => numbers.get(trialId) ?? ids.length + 1;
}

/** One point a trial of the series. */
export function pointsOf(series: Series, metricId: string, numberOf: NumberOf): readonly StripPoint[] {
  const { run, trials, side } = series;
  const counted = new Set(series.measured.map(({ trialId }) => trialId));
  const first = trials.find(({ isWarmup }) => !isWarmup)?.trialId;
  return trials.map((trial) => {
    const { trialId } = trial;
    const value = trial.outcome.status === 'ok' ? trial.samples[metricId] : undefined;
    const noise = disturbancesOf(trial, run.manifest.plan).map(disturbanceName).join(', ');
    return {
      trial: trialId,
      number: numberOf(trialId),
      arm: side,
      kind: kindOf(trial, { value, isCounted: counted.has(trialId) }),
      ...(value === undefined ? {} : { value }),
      ...(trialId === first ? { isFirst: true } : {}),
      ...(noise === '' || trial.isWarmup ? {} : { noise }),
    };
  });
}

function kindOf(
  { outcome, isWarmup }: TrialRecord,
  { value, isCounted }: { readonly value: number | undefined; readonly isCounted: boolean },
): PointKind {
  if (value === undefined) return outcome.status === 'aborted' ? 'aborted' : 'failed';
  if (isWarmup) return 'warmup';
  return isCounted ? 'measured' : 'invalid';
}

/**
 * The points of a crowd that are drawn: the extremes, all that have a mark or lie beyond the whiskers, and every k-th of the others
 * in the order of their values. Those that come first are thinned as well where they are more than half.
 */
export function thinPoints(
  points: readonly StripPoint[],
  { view, series, most }: { readonly view: BenchmarkView; readonly series: Series; readonly most: number },
): readonly StripPoint[] {
  const box = figureOf(view.report.figures.distributions, series)?.box;
  const isOutside = (value: number): boolean =>
    box !== undefined && (value < box.lowerWhisker || value > box.upperWhisker);
  const byValue = points.toSorted((a, b) => (a.value ?? -Infinity) - (b.value ?? -Infinity));
  const { items } = thin(byValue, {
    most,
    isAlways: ({ kind, isFirst, noise, value }) =>
      kind !== 'measured' ||
      isFirst === true ||
      noise !== undefined ||
      value === undefined ||
      isOutside(value),
  });
  const kept = new Set(items);
  return points.filter((point) => kept.has(point));
}

/**
 * The blocks to be shaded. Of blocks that follow one another without a gap every other one is, and a block of a single
 * trial is not: a band behind each point would say nothing.
 */
export function blocksOf(plan: Plan, caseId: string, numberOf: NumberOf): readonly StripBlock[] {
  const ofCase = plan.blocks.filter((block) => block.caseId === caseId);
  // Alone, a band tells no block from another.
  if (ofCase.length < 2) return [];
  const stretches = ofCase
    .filter(({ trials }) => trials.length > 1)
    .map((block) => stretchOf(block, numberOf));
  return stretches.reduce<readonly StripBlock[]>((shaded, stretch) => {
    return shaded.at(-1)?.to === stretch.from ? shaded : [...shaded, stretch];
  }, []);
}

/** The blocks of the case that the host disturbed. */
export function disturbedBlocks(
  { manifest, trials }: ReportedRun,
  caseId: string,
  numberOf: NumberOf,
): readonly StripBlock[] {
  const invalid = new Set(invalidBlocks(manifest, trials).map(({ index }) => index));
  return manifest.plan.blocks
    .filter((block) => block.caseId === caseId && invalid.has(block.index))
    .map((block) => stretchOf(block, numberOf));
}

function stretchOf({ trials }: Plan['blocks'][number], numberOf: NumberOf): StripBlock {
  const numbers = trials.map(({ id }) => numberOf(id));
  return { from: Math.min(...numbers) - 0.5, to: Math.max(...numbers) + 0.5 };
}
