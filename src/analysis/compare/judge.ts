import { optional } from '../../base/optional.ts';
import type { Comparison, MoreTrials } from '../../model/comparison.ts';
import { standardErrorOf } from '../../stats/minimum-detectable-effect.ts';
import { detectableChange, growthForDecision, moreTrials, unitsForSmallestP } from './precision.ts';
import { fromScale, scaleEffect, type JudgeInput, type ScaledEffect } from './scaled-effect.ts';
import { flipsOf } from './verdict-flips.ts';
import { verdictOf } from './verdict-of.ts';
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
  const { measured, margin } = input;
  const scaled = scaleEffect(input);
  const verdict = verdictOf(input, scaled);
  const standardError = scaled?.interval && standardErrorOf(scaled.interval);
  const detectable =
    scaled === undefined || standardError === undefined
      ? undefined
      : fromScale(
          detectableChange(standardError, { margin: scaled.margin, alpha: alphaOfOne(input) }),
          measured,
        );
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

/** What a p must keep to wherever Holm puts it in its family. */
function alphaOfOne({ test, judgedAlpha }: JudgeInput): number {
  return judgedAlpha / (test?.familySize ?? 1);
}

/** Undefined where no number of trials would decide, as when the estimate lies on the margin itself. */
function moreFor(input: JudgeInput, scaled: ScaledEffect | undefined): MoreTrials | undefined {
  const { measured, trials, judgedAlpha } = input;
  if (measured.metric.direction === 'neither' || measured.unit === 'run') return undefined;
  const familyAlpha = alphaOfOne(input);
  const perUnit = measured.blockShape ?? { base: 1, candidate: 1 };
  const leastUnits = unitsForSmallestP(measured.blockShape ?? 'trials', familyAlpha);
  const least = leastUnits * Math.max(perUnit.base, perUnit.candidate);
  const have = Math.min(measured.base.count, measured.candidate.count);
  if (scaled?.interval === undefined) return moreTrials({ have, wanted: least }, trials);
  const { estimate, margin, interval } = scaled;
  const standardError = standardErrorOf(interval);
  const growth = growthForDecision({
    estimate,
    standardError,
    margin,
    alpha: familyAlpha,
    equivalenceAlpha: judgedAlpha,
  });
  return moreTrials({ have, wanted: Math.max(least, have * growth) }, trials);
}
