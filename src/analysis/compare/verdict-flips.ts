import type { Verdict } from '../../model/comparison.ts';
import { formatP, formatSize } from '../../model/format-effect.ts';
import { fromScale, type JudgeInput, type ScaledEffect } from './scaled-effect.ts';

/** The smallest changes of rule or data that would give another verdict, a sentence each. */
export function flipsOf(
  input: JudgeInput,
  scaled: ScaledEffect | undefined,
  verdict: Verdict,
): readonly string[] {
  if (scaled === undefined || verdict === 'invalid') return ['other data: these cannot be asked'];
  switch (verdict) {
    case 'regressed':
    case 'improved':
      return [
        `a margin of ${sizeText(scaled.estimate, input)} or more would make it inconclusive`,
        ...(input.test === undefined ? [] : [`so would an α of ${formatP(input.test.adjustedP)} or less`]),
      ];
    case 'equivalent':
      return [`a margin of ${sizeText(reachOf(scaled), input)} or less would make it inconclusive`];
    case 'inconclusive':
      return inconclusiveFlips(input, scaled);
  }
}

function inconclusiveFlips(input: JudgeInput, scaled: ScaledEffect): readonly string[] {
  const { test, judgedAlpha } = input;
  const equivalent =
    scaled.equivalenceInterval === undefined
      ? []
      : [`a margin of more than ${sizeText(reachOf(scaled), input)} would make it equivalent`];
  const isSignificant = test !== undefined && test.adjustedP < judgedAlpha;
  const changed =
    isSignificant &&
    Math.abs(scaled.estimate) <= scaled.margin &&
    input.measured.metric.direction !== 'neither'
      ? [`a margin below ${sizeText(scaled.estimate, input)} would make it a change`]
      : [];
  return [...equivalent, ...changed];
}

/** How far from no change the interval of the equivalence tests reaches. */
function reachOf({ equivalenceInterval, estimate }: ScaledEffect): number {
  const { lower, upper } = equivalenceInterval ?? { lower: estimate, upper: estimate };
  return Math.max(Math.abs(lower), Math.abs(upper));
}

function sizeText(size: number, { measured }: JudgeInput): string {
  const effectScale = { scale: measured.scale, unit: measured.metric.unit };
  return formatSize(fromScale(Math.abs(size), measured), effectScale);
}
