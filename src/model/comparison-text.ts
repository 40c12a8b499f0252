/** The words in which a comparison is told, the same on every surface. */
import { formatDurationMs } from '../base/units.ts';
import {
  verdicts,
  type Comparison,
  type Effect,
  type MoreTrials,
  type RunComparison,
  type Verdict,
} from './comparison.ts';
import { formatChange, formatSize, type EffectScale } from './format-effect.ts';

/** The scale of a comparison's verdict with its unit. */
export function scaleOf({ scale, metric }: Comparison): EffectScale {
  return { scale, unit: metric.unit };
}

/** The effect on the verdict's scale; undefined where a side has no value. */
export function effectOf({ scale, ratio, difference }: Comparison): Effect | undefined {
  return scale === 'ratio' ? ratio : difference;
}

/** "+3.4 %", or empty without values on both sides. */
export function changeText(comparison: Comparison): string {
  const effect = effectOf(comparison);
  return effect === undefined ? '' : formatChange(effect.estimate, scaleOf(comparison));
}

/** "+1.2 % to +5.6 %", or "too few". */
export function intervalText(comparison: Comparison): string {
  const interval = effectOf(comparison)?.interval;
  if (interval === undefined) return 'too few';
  const scale = scaleOf(comparison);
  return `${formatChange(interval.lower, scale)} to ${formatChange(interval.upper, scale)}`;
}

/** "2.4 %": the smallest change that would probably have been seen. */
export function detectableText(comparison: Comparison): string {
  const { detectable } = comparison;
  return detectable === undefined ? '' : formatSize(detectable, scaleOf(comparison));
}

/** "3 %": what a change must exceed. */
export function marginText(comparison: Comparison): string {
  const { effectiveMargin } = comparison;
  return effectiveMargin === undefined ? '' : formatSize(effectiveMargin, scaleOf(comparison));
}

/** "95 %" of α = 0.05; with as many digits as keep it from being certainty. */
export function confidenceText(alpha: number): string {
  if (alpha < 1e-10) return 'over 99.99999999 %';
  const digits = alpha < 0.01 ? Math.max(4, Math.ceil(-Math.log10(alpha))) : 1;
  return `${Number((100 * (1 - alpha)).toFixed(digits))} %`;
}

/** One sentence with the number, its interval of confidence 1 − α and what it means. */
export function comparisonSentence(comparison: Comparison, alpha: number): string {
  const { verdict, metric, caseId } = comparison;
  const what = `${metric.id} of ${caseId}`;
  const change = `${changeText(comparison)} (${confidenceText(alpha)} interval ${intervalText(comparison)})`;
  switch (verdict) {
    case 'regressed':
    case 'improved':
      return `${what} ${verdict}: ${change}, beyond the margin of ${marginText(comparison)}`;
    case 'equivalent':
      return `${what} is equivalent: ${change}, ${significantly(comparison)}within the margin of ${marginText(comparison)}`;
    case 'inconclusive':
      return `${what} is inconclusive: ${[change, seenText(comparison), moreText(comparison.more), moreRunsText(comparison)].filter((part) => part !== '').join('; ')}`;
    case 'invalid':
      return `${what} is invalid: ${comparison.steps.find(({ check }) => check === 'valid')?.saw ?? 'the data cannot be asked'}`;
  }
}

/** The same within all that was compared: with the candidate's name where there are several. */
export function sentenceWithin(
  each: Comparison,
  { candidates, alpha }: Pick<RunComparison, 'candidates' | 'alpha'>,
): string {
  return withCandidate(comparisonSentence(each, alpha), each.candidateId, candidates);
}

/** A text about one candidate, with its name before it where there are several. */
export function withCandidate(text: string, candidateId: string, candidates: readonly unknown[]): string {
  return candidates.length > 1 ? `${candidateId}: ${text}` : text;
}

/**
 * Where several runs were compared, what each says alone, a sentence each gated comparison:
 * "boot.guest of boot-time by run: +3.4 % (+1.2 % to +5.6 %) in A, …".
 */
export function runTexts(comparison: RunComparison): readonly string[] {
  const several = gatedOf(comparison).filter(({ runs }) => runs !== undefined);
  return byGravity(several).map((each) => {
    const { candidateId, metric, caseId, runs = [] } = each;
    const texts = runs.map(({ runId, effect }) => `${effectText(effect, scaleOf(each))} in ${runId}`);
    const text = `${metric.id} of ${caseId} by run: ${texts.join(', ')}`;
    return withCandidate(text, candidateId, comparison.candidates);
  });
}

/** "+3.4 % (+1.2 % to +5.6 %)". */
export function effectText({ estimate, interval }: Effect, scale: EffectScale): string {
  const range =
    interval === undefined
      ? 'too few for an interval'
      : `${formatChange(interval.lower, scale)} to ${formatChange(interval.upper, scale)}`;
  return `${formatChange(estimate, scale)} (${range})`;
}

/** Both are true of a small change that many trials have shown, and both belong in the sentence. */
function significantly({ test }: Comparison): string {
  return test !== undefined && test.adjustedP < test.alpha ? 'a significant change yet ' : '';
}

function seenText(comparison: Comparison): string {
  const text = detectableText(comparison);
  return text === '' ? '' : `would have seen ${text}`;
}

/** "needs a least p of at most 0.05, as 4 runs a side have": where whole runs are compared, trials are not what is missing. */
function moreRunsText({ unit, steps }: Comparison): string {
  const enough = steps.find(({ check }) => check === 'enough');
  return unit === 'run' && enough !== undefined && !enough.holds ? `needs ${enough.needed}` : '';
}

const mostTrials = 100_000;

/** "needs 48 more trials a side, about 3 min"; empty where nothing is known. */
export function moreText(more: MoreTrials | undefined): string {
  if (more === undefined) return '';
  if (more.trials > mostTrials) return `no practical number of trials decides it`;
  const noun = more.trials === 1 ? 'trial' : 'trials';
  const time = more.minutes === 0 ? '' : `, about ${formatDurationMs(more.minutes * 60_000)}`;
  return `needs ${more.trials} more ${noun} a side${time}`;
}

/** How many comparisons of the gated family came to each verdict. */
export function countVerdicts(comparisons: readonly Comparison[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number =>
    comparisons.filter((comparison) => comparison.verdict === verdict).length;
  return {
    regressed: count('regressed'),
    invalid: count('invalid'),
    inconclusive: count('inconclusive'),
    improved: count('improved'),
    equivalent: count('equivalent'),
  };
}

/** Those of the gated family; a comparison that could not be tested belongs to it as well. */
export function gatedOf({ comparisons }: Pick<RunComparison, 'comparisons'>): readonly Comparison[] {
  return comparisons.filter(({ isGated }) => isGated);
}

/** "1 regressed, 3 equivalent of 4 gated comparisons, base against candidate". */
export function headlineText(comparison: RunComparison): string {
  const errors = comparison.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  if (errors.length === 0) return tallyText(comparison);
  return `Not to be relied on (${[...new Set(errors)].join(', ')}): ${tallyText(comparison)}`;
}

function tallyText(comparison: RunComparison): string {
  const gated = gatedOf(comparison);
  const counts = countVerdicts(gated);
  const parts = verdicts.filter((verdict) => counts[verdict] > 0);
  const tally = parts.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
  const noun = gated.length === 1 ? 'comparison' : 'comparisons';
  const candidates = comparison.candidates.map(({ id }) => id).join(', ');
  return `${tally === '' ? 'nothing' : tally} of ${gated.length} gated ${noun}: ${candidates} against ${comparison.base.id}`;
}

/** Worst verdict first; within one, what is largest beside its margin. */
export function byGravity(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.toSorted(
    (first, second) =>
      verdicts.indexOf(first.verdict) - verdicts.indexOf(second.verdict) ||
      inOrder(sizeOf(second), sizeOf(first)) ||
      inOrder(first.caseId, second.caseId) ||
      inOrder(first.metric.id, second.metric.id),
  );
}

/** Of texts by code unit: a locale's order changes with the runtime. */
function inOrder<Value extends string | number>(first: Value, second: Value): number {
  return first < second ? -1 : Number(first > second);
}

/** In margins, which percent and milliseconds have in common. */
function sizeOf(comparison: Comparison): number {
  const estimate = effectOf(comparison)?.estimate;
  const { effectiveMargin, scale } = comparison;
  if (estimate === undefined || effectiveMargin === undefined) return 0;
  const [size, margin] = [estimate, effectiveMargin].map((value) =>
    Math.abs(scale === 'ratio' ? Math.log(value) : value),
  );
  return size === undefined || margin === undefined || size === 0 ? 0 : size / margin;
}
