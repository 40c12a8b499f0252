import type { Interval } from '../../model/interval.ts';
import type { Margin, SignificanceTest } from '../../model/comparison.ts';
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
  /** Upwards, the larger of the margin's two parts: a change must exceed both. */
  readonly margin: number;
  /** Downwards, the same share or value: 3 % less is ln 0.97. Infinite where nothing positive is that much less. */
  readonly marginBelow: number;
}

/** Undefined where a side has no value. */
export function scaleEffect({ measured, margin }: JudgeInput): ScaledEffect | undefined {
  const { ratio, difference } = measured;
  const baseMedian = measured.base.median;
  if (difference === undefined || baseMedian === undefined) return undefined;
  const size = Math.abs(baseMedian);
  if (measured.scale === 'difference' || ratio === undefined) {
    const absolute = Math.max(margin.absolute, margin.relative * size);
    return { ...difference, margin: absolute, marginBelow: absolute };
  }
  const relative = Math.max(margin.relative, margin.absolute / size);
  const marginBelow = relative < 1 ? -Math.log1p(-relative) : Infinity;
  return { ...mapEffect(ratio, Math.log), margin: Math.log1p(relative), marginBelow };
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
export function isBeyondMargin({ estimate, margin, marginBelow }: ScaledEffect): boolean {
  return estimate > margin || estimate < -marginBelow;
}

/** Whether both one-sided tests at α say that the change is smaller than the margin. */
export function isWithinMargin({ equivalenceInterval, margin, marginBelow }: ScaledEffect): boolean {
  if (equivalenceInterval === undefined) return false;
  return equivalenceInterval.lower > -marginBelow && equivalenceInterval.upper < margin;
}
