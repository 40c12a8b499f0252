import type { Verdict } from '../../model/comparison.ts';
import type { Direction } from '../../model/metric.ts';
import {
  isBeyondMargin,
  isOneSided,
  isWithinMargin,
  scaleEffect,
  type JudgeInput,
  type ScaledEffect,
} from './scaled-effect.ts';

/** The rules themselves; `judge` tells them in words. */
export function verdictOf(input: JudgeInput, scaled: ScaledEffect | undefined): Verdict {
  if (input.invalid.length > 0 || scaled === undefined) return 'invalid';
  const { test, judgedAlpha, measured } = input;
  const isSignificant = test !== undefined && test.adjustedP < judgedAlpha;
  if (isSignificant && isOneSided(scaled) && isBeyondMargin(scaled)) {
    return changeIn(measured.metric.direction, scaled.estimate);
  }
  return isWithinMargin(scaled) ? 'equivalent' : 'inconclusive';
}

/** What it would be with another margin: a share where the verdict is on ratios, else in the metric's unit. */
export function verdictAt(input: JudgeInput, size: number): Verdict {
  const isRatio = input.measured.scale === 'ratio';
  const margin = isRatio ? { relative: size, absolute: 0 } : { relative: 0, absolute: size };
  const changed = { ...input, margin };
  return verdictOf(changed, scaleEffect(changed));
}

/** Of a metric that has no better and no worse a change can be shown and not judged. */
function changeIn(direction: Direction, estimate: number): Verdict {
  switch (direction) {
    case 'lower-is-better':
      return estimate > 0 ? 'regressed' : 'improved';
    case 'higher-is-better':
      return estimate < 0 ? 'regressed' : 'improved';
    case 'neither':
      return 'inconclusive';
  }
}
