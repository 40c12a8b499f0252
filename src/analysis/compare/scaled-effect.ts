import type { Interval } from '../../model/interval.ts';
import type { Effect, Margin, SignificanceTest } from '../../model/comparison.ts';
import type { CaseTrials } from './gather.ts';
import { mapEffect } from './map-effect.ts';
import type { MeasuredMetric } from './measure-metric.ts';

/** All that a verdict is made of. */
export interface JudgeInput {
  readonly measured: MeasuredMetric;
  readonly test?: SignificanceTest;
  readonly margin: Margin;
  /** Of the interval. */
  readonly alpha: number;
  /** Of the tests: less where looks have spent of it. */
  readonly judgedAlpha: number;
  /** Why the data cannot be asked, a sentence each. */
  readonly invalid: readonly string[];
  readonly trials: CaseTrials;
}

/** An effect and its margin on an additive scale, where no change is 0: logarithms of a ratio, or the metric's unit. */
export interface ScaledEffect {
  readonly estimate: number;
  readonly interval?: Interval;
  readonly equivalenceInterval?: Interval;
  /** The larger of the margin's two parts: a change must exceed both. */
  readonly margin: number;
}

/** Undefined where a side has no value. */
export function scaleEffect({ measured, margin }: JudgeInput): ScaledEffect | undefined {
  const { ratio, difference } = measured;
  const baseMedian = measured.base.median;
  if (difference === undefined || baseMedian === undefined) return undefined;
  const size = Math.abs(baseMedian);
  if (measured.scale === 'difference' || ratio === undefined) {
    return withMargin(difference, Math.max(margin.absolute, margin.relative * size));
  }
  const relative = Math.max(margin.relative, margin.absolute / size);
  return withMargin(mapEffect(ratio, Math.log), Math.log1p(relative));
}

/** Back on the scale that people read: a ratio, or the metric's unit. */
export function fromScale(value: number, { scale }: Pick<MeasuredMetric, 'scale'>): number {
  return scale === 'ratio' ? Math.exp(value) : value;
}

/** Whether the whole interval lies on one side of no change. */
export function isOneSided({ interval }: ScaledEffect): boolean {
  return interval !== undefined && (interval.lower > 0 || interval.upper < 0);
}

/** Whether the estimate exceeds both parts of the margin. */
export function isBeyondMargin({ estimate, margin }: ScaledEffect): boolean {
  return Math.abs(estimate) > margin;
}

/** Whether both one-sided tests at α say that the change is smaller than the margin. */
export function isWithinMargin({ equivalenceInterval, margin }: ScaledEffect): boolean {
  if (equivalenceInterval === undefined) return false;
  return equivalenceInterval.lower > -margin && equivalenceInterval.upper < margin;
}

function withMargin(effect: Effect, margin: number): ScaledEffect {
  return { ...effect, margin };
}
