import type { VerdictStep } from '../../model/comparison.ts';
import { confidenceText } from '../../model/comparison-text.ts';
import { formatChange, formatP, formatSize } from '../../model/format-effect.ts';
import type { Interval } from '../../model/interval.ts';
import { countOf } from '../wording.ts';
import { unitsForSmallestP } from './precision.ts';
import {
  fromScale,
  isBeyondMargin,
  isOneSided,
  isWithinMargin,
  type JudgeInput,
  type ScaledEffect,
} from './scaled-effect.ts';

/** The chain that leads to the verdict, in the order in which it is asked. */
export function stepsOf(input: JudgeInput, scaled: ScaledEffect | undefined): readonly VerdictStep[] {
  const valid = validStep(input, scaled);
  if (!valid.holds || scaled === undefined) return [valid];
  return [valid, enoughStep(input), significantStep(input), ...effectSteps(input, scaled)];
}

function validStep({ invalid, measured }: JudgeInput, scaled: ScaledEffect | undefined): VerdictStep {
  const { base, candidate } = measured;
  const empty = scaled === undefined ? [emptyText(measured)] : [];
  const reasons = [...invalid, ...empty];
  return {
    check: 'valid',
    saw: reasons.length > 0 ? reasons.join('; ') : `${base.count} and ${candidate.count} values`,
    needed: 'values of both sides, and nothing that makes them unusable',
    holds: reasons.length === 0,
  };
}

/** Of sides that cannot be compared: without an empty one they are blocks, of which none holds both. */
function emptyText({ base, candidate }: JudgeInput['measured']): string {
  if (base.count === 0 && candidate.count === 0) return 'neither side has a value';
  if (base.count === 0) return 'the base has no value';
  if (candidate.count === 0) return 'the candidate has no value';
  return 'they share no block';
}

function enoughStep({ measured, test, judgedAlpha }: JudgeInput): VerdictStep {
  const smallestP = test?.smallestP ?? 1;
  const bound = judgedAlpha / (test?.familySize ?? 1);
  const noun = measured.unit;
  const holds = smallestP <= bound;
  // One run against any number of others is never enough, and no trial more changes that.
  const runs = noun === 'run' && !holds ? `, as ${unitsForSmallestP('trials', bound)} runs a side have` : '';
  return {
    check: 'enough',
    saw: `${countOf(measured.unitCount, noun)}, whose least possible p is ${formatP(smallestP, bound)}`,
    needed: `a least p of at most ${formatP(bound)}${runs}`,
    holds,
  };
}

function significantStep({ test, judgedAlpha }: JudgeInput): VerdictStep {
  const adjustedP = test?.adjustedP ?? 1;
  const family = test?.family === 'gated' ? 'Holm' : 'Benjamini-Hochberg';
  const adjustment = `${family} over ${test?.familySize ?? 1}, from ${formatP(test?.p ?? 1)}`;
  return {
    check: 'significant',
    saw: `p ${formatP(adjustedP, judgedAlpha)} (${adjustment}; ${test?.method ?? 'no test'})`,
    needed: `below ${formatP(judgedAlpha)}`,
    holds: adjustedP < judgedAlpha,
  };
}

function effectSteps(input: JudgeInput, scaled: ScaledEffect): readonly VerdictStep[] {
  const { measured, alpha, judgedAlpha } = input;
  const effectScale = { scale: measured.scale, unit: measured.metric.unit };
  const change = (value: number): string => formatChange(fromScale(value, measured), effectScale);
  const margin = formatSize(fromScale(scaled.margin, measured), effectScale);
  return [
    {
      check: 'one-sided',
      saw: `${confidenceText(alpha)} interval ${intervalText(scaled.interval, change)}`,
      needed: 'no change lies outside',
      holds: isOneSided(scaled),
    },
    {
      check: 'beyond-margin',
      saw: change(scaled.estimate),
      needed: `more than ${margin} either way`,
      holds: isBeyondMargin(scaled),
    },
    {
      check: 'within-margin',
      saw: `${confidenceText(2 * judgedAlpha)} interval ${intervalText(scaled.equivalenceInterval, change)}`,
      needed: `inside ${margin} either way`,
      holds: isWithinMargin(scaled),
    },
    ...directionStep(input),
  ];
}

function directionStep({ measured }: JudgeInput): readonly VerdictStep[] {
  if (measured.metric.direction !== 'neither') return [];
  return [
    {
      check: 'direction',
      saw: 'a metric of which neither more nor less is better',
      needed: 'a better and a worse',
      holds: false,
    },
  ];
}

function intervalText(interval: Interval | undefined, change: (value: number) => string): string {
  return interval === undefined
    ? 'of no finite edges'
    : `${change(interval.lower)} to ${change(interval.upper)}`;
}
