import type { Verdict } from '../../model/comparison.ts';
import { unitLabel } from '../../model/format-number.ts';
import type { JudgeInput, ScaledEffect } from './scaled-effect.ts';
import { verdictAt } from './verdict-of.ts';

/**
 * The changes of rule or data that would give another verdict, a sentence each. Margins are those that would take the
 * place of the present one, without a part in the other unit; each that is named was tried.
 */
export function flipsOf(
  input: JudgeInput,
  scaled: ScaledEffect | undefined,
  verdict: Verdict,
): readonly string[] {
  if (scaled === undefined || verdict === 'invalid') return ['other data: these cannot be asked'];
  const flips = marginRanges(input, scaled)
    .filter((range) => range.verdict !== verdict)
    .flatMap((range) => rangeText(range, input));
  const isChange = verdict === 'regressed' || verdict === 'improved';
  return isChange ? [...flips, ...alphaFlip(input)] : flips;
}

/** Margins between two thresholds, all of which give one verdict. */
interface MarginRange {
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
}

/** Verdicts change where the margin is as large as the estimate, and where it holds the interval of the equivalence tests. */
function marginRanges(input: JudgeInput, scaled: ScaledEffect): readonly MarginRange[] {
  const { estimate, equivalenceInterval } = scaled;
  const edges =
    equivalenceInterval === undefined ? [] : [equivalenceInterval.lower, equivalenceInterval.upper];
  const sizes = [estimate, ...edges].flatMap((value) => marginsOf(Math.abs(value), input));
  const thresholds = [0, ...sizes.toSorted((a, b) => a - b), Infinity];
  const ranges = thresholds.slice(1).flatMap((to, index) => {
    const from = thresholds[index] ?? 0;
    return to > from ? [{ from, to, verdict: verdictAt(input, between(from, to)) }] : [];
  });
  return ranges.reduce<readonly MarginRange[]>(joinAlike, []);
}

/** The margins that a change of some size may meet: as a share of the base upwards, and downwards. */
function marginsOf(size: number, { measured }: JudgeInput): readonly number[] {
  return measured.scale === 'ratio' ? [Math.expm1(size), -Math.expm1(-size)] : [size];
}

function between(from: number, to: number): number {
  return Number.isFinite(to) ? (from + to) / 2 : 2 * from + 1;
}

function joinAlike(ranges: readonly MarginRange[], next: MarginRange): readonly MarginRange[] {
  const last = ranges.at(-1);
  return last?.verdict === next.verdict
    ? [...ranges.slice(0, -1), { ...last, to: next.to }]
    : [...ranges, next];
}

/** Empty where only margins of very many digits would do it. */
function rangeText({ from, to, verdict }: MarginRange, input: JudgeInput): readonly string[] {
  const holds = (size: number): boolean => verdictAt(input, size) === verdict;
  for (const digits of [2, 3, 4, 5, 6]) {
    const least = from === 0 ? 0 : roundUp(from, digits);
    const most = Number.isFinite(to) ? roundDown(to, digits) : Infinity;
    if (least > most || !holds(least) || (most !== Infinity && !holds(most))) continue;
    const [low, high] = [sizeText(least, input), sizeText(most, input)];
    if (from === 0) return [`a margin of ${high} or less would make it ${verdict}`];
    if (most === Infinity) return [`a margin of ${low} or more would make it ${verdict}`];
    return [`a margin of ${low === high ? low : `${low} to ${high}`} would make it ${verdict}`];
  }
  return [];
}

/** Below the adjusted p nothing is significant, and an estimate beyond the margin is not within it. */
function alphaFlip({ test }: JudgeInput): readonly string[] {
  if (test === undefined || test.adjustedP < 1e-9) return [];
  return [`an α of ${roundDown(test.adjustedP, 2)} or less would make it inconclusive`];
}

function sizeText(size: number, { measured }: JudgeInput): string {
  const { scale, metric } = measured;
  if (scale === 'ratio') return `${Number((size * 100).toPrecision(12))} %`;
  if (metric.unit === 'count') return String(size);
  return `${size} ${metric.unit === 'percent' ? 'points' : unitLabel(metric.unit)}`;
}

function roundUp(value: number, digits: number): number {
  const near = Number(value.toPrecision(digits));
  return near >= value ? near : Number((near + lastDigit(value, digits)).toPrecision(digits));
}

function roundDown(value: number, digits: number): number {
  const near = Number(value.toPrecision(digits));
  return near <= value ? near : Number((near - lastDigit(value, digits)).toPrecision(digits));
}

function lastDigit(value: number, digits: number): number {
  return 10 ** (Math.floor(Math.log10(value)) - digits + 1);
}
