import { optional } from '../../base/optional.ts';
import type { Comparison, MoreTrials, Verdict } from '../../model/comparison.ts';
import type { Direction } from '../../model/metric.ts';
import {
  detectableChange,
  growthForDecision,
  moreTrials,
  standardErrorOf,
  unitsForSmallestP,
} from './precision.ts';
import {
  fromScale,
  isBeyondMargin,
  isOneSided,
  isWithinMargin,
  scaleEffect,
  type JudgeInput,
  type ScaledEffect,
} from './scaled-effect.ts';
import { flipsOf } from './verdict-flips.ts';
import { stepsOf } from './verdict-steps.ts';

type Judgement = Pick<
  Comparison,
  'verdict' | 'steps' | 'flips' | 'margin' | 'effectiveMargin' | 'detectable' | 'more'
>;

/**
 * A verdict by fixed rules: data that cannot be asked give `invalid`; a significant effect beyond both parts of the margin,
 * whose interval lies on one side of no change, is `regressed` or `improved`; an interval of confidence 1 − 2α inside the
 * margin is `equivalent` (two one-sided tests, Schuirmann 1987); all else is `inconclusive`.
 */
export function judge(input: JudgeInput): Judgement {
  const { measured, margin, alpha } = input;
  const scaled = scaleEffect(input);
  const verdict = verdictOf(input, scaled);
  const standardError = scaled?.interval && standardErrorOf(scaled.interval, alpha);
  const detectable =
    scaled === undefined || standardError === undefined
      ? undefined
      : fromScale(detectableChange(standardError, { margin: scaled.margin, alpha }), measured);
  return {
    verdict,
    margin,
    ...optional('effectiveMargin', scaled && fromScale(scaled.margin, measured)),
    ...optional('detectable', detectable),
    ...optional('more', verdict === 'inconclusive' ? moreFor(input, scaled) : undefined),
    steps: stepsOf(input, scaled),
    flips: flipsOf(input, scaled, verdict),
  };
}

function verdictOf(input: JudgeInput, scaled: ScaledEffect | undefined): Verdict {
  if (input.invalid.length > 0 || scaled === undefined) return 'invalid';
  const { test, judgedAlpha, measured } = input;
  const isSignificant = test !== undefined && test.adjustedP < judgedAlpha;
  if (isSignificant && isOneSided(scaled) && isBeyondMargin(scaled)) {
    return changeIn(measured.metric.direction, scaled.estimate);
  }
  return isWithinMargin(scaled) ? 'equivalent' : 'inconclusive';
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

/** Undefined where no number of trials would decide, as when the estimate lies on the margin itself. */
function moreFor(input: JudgeInput, scaled: ScaledEffect | undefined): MoreTrials | undefined {
  const { measured, trials, test, alpha, judgedAlpha } = input;
  if (measured.metric.direction === 'neither') return undefined;
  const perUnit = measured.blockShape ?? { base: 1, candidate: 1 };
  const trialsAUnit = Math.max(perUnit.base, perUnit.candidate);
  const familyAlpha = judgedAlpha / (test?.familySize ?? 1);
  const leastUnits = unitsForSmallestP(measured.blockShape ?? 'trials', familyAlpha);
  const least = leastUnits * trialsAUnit;
  if (measured.unit === 'run') return undefined;
  if (scaled?.interval === undefined) return moreTrials(least, trials);
  const { estimate, margin, interval } = scaled;
  const standardError = standardErrorOf(interval, alpha);
  const growth = growthForDecision({ estimate, standardError, margin, alpha: familyAlpha });
  const have = Math.min(measured.base.count, measured.candidate.count);
  return moreTrials(Math.max(least, have * growth), trials);
}
