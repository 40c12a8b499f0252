import { optional } from '../../base/optional.ts';
import type { ComparisonScale } from '../../model/comparison-scale.ts';
import type { PrecisionCurve, PrecisionPoint } from '../../model/figures/precision-curve.ts';
import { median } from '../../stats/moments.ts';
import { quantileInterval } from '../../stats/order-statistic.ts';
import { createEffects } from '../compare/effect.ts';
import { defaultMargin } from '../compare/policy.ts';
import { mapUnits, unitsOf, type UnitValues } from '../compare/units.ts';
import type { HeadlinePair } from './headline-pairs.ts';
import type { HeadlineValues } from './headline-values.ts';

/** An interval for each of so many prefixes of a run: enough for a curve, few enough for long runs. */
const mostCheckpoints = 25;
/** Of one unit more the half width is known before: no interval has fewer than three. */
const firstCheckpoint = 3;
const alpha = 0.05;

/** Of what is compared the pairs, of all else the medians. */
export function precisionCurves(
  series: readonly HeadlineValues[],
  pairs: readonly HeadlinePair[],
): readonly PrecisionCurve[] {
  const compared = new Set(pairs.map(({ caseId }) => caseId));
  return [
    ...pairs.map(curveOfPair),
    ...series.filter(({ caseId }) => !compared.has(caseId)).map(curveOfSeries),
  ];
}

function curveOfPair({ caseId, candidateId, comparison, values }: HeadlinePair): PrecisionCurve {
  const { scale, effectiveMargin = 1 } = comparison;
  const units = unitsOf(values);
  const effects = createEffects();
  const scaled = scale === 'ratio' ? mapUnits(units, Math.log) : units;
  const points = checkpoints(unitsOfSide(units)).flatMap((count): readonly PrecisionPoint[] => {
    const part = firstOf(scaled, count);
    const { interval } = effects.differenceOf(part, { alpha, judgedAlpha: alpha });
    if (interval === undefined) return [];
    return [{ trials: trialsOf(part), halfWidth: onScale((interval.upper - interval.lower) / 2, scale) }];
  });
  const margin = scale === 'ratio' ? effectiveMargin - 1 : effectiveMargin;
  return { of: { kind: 'pair', caseId, candidateId }, ...judged({ scale, margin, points }) };
}

function curveOfSeries({ runLabel, caseId, armId, metric, values }: HeadlineValues): PrecisionCurve {
  const level = Math.abs(median(values));
  const { relative, absolute } = defaultMargin(metric);
  const isShare = metric.kind !== 'share' && values.every((value) => value > 0);
  const size = isShare ? level : 1;
  const points = checkpoints(values.length).flatMap((trials): readonly PrecisionPoint[] => {
    const interval = quantileInterval(values.slice(0, trials), 0.5);
    if (interval.kind === 'too-few') return [];
    return [{ trials, halfWidth: (interval.value.upper - interval.value.lower) / 2 / size }];
  });
  const margin = Math.max(relative * level, absolute) / size;
  const scale = isShare ? 'ratio' : 'difference';
  return { of: { kind: 'series', runLabel, caseId, armId }, ...judged({ scale, margin, points }) };
}

/** In equal ratios up to the last; whole numbers, so that no last digit of a power shows. */
function checkpoints(last: number): readonly number[] {
  const steps = mostCheckpoints - 1;
  const ratio = Math.max(1, last / firstCheckpoint);
  const counts = Array.from({ length: mostCheckpoints }, (_, step) =>
    Math.round(firstCheckpoint * Math.pow(ratio, step / steps)),
  );
  return [...new Set(counts)].filter((count) => count <= last);
}

function judged(
  curve: Pick<PrecisionCurve, 'scale' | 'margin' | 'points'>,
): typeof curve & Pick<PrecisionCurve, 'enough' | 'wanted'> {
  const { points, margin } = curve;
  const last = points.at(-1);
  if (last === undefined) return curve;
  const lastWide = points.findLastIndex(({ halfWidth }) => halfWidth > margin);
  const enough = points[lastWide + 1]?.trials;
  const wanted = margin > 0 ? Math.ceil(last.trials * (last.halfWidth / margin) ** 2) : undefined;
  return {
    ...curve,
    ...optional('enough', enough),
    ...optional('wanted', enough === undefined ? wanted : undefined),
  };
}

function onScale(halfWidth: number, scale: ComparisonScale): number {
  return scale === 'ratio' ? Math.expm1(halfWidth) : halfWidth;
}

/** Blocks; or values of the smaller side, so that both grow alike. */
function unitsOfSide(units: UnitValues): number {
  return units.unit === 'block' ? units.blocks.length : Math.min(units.base.length, units.candidate.length);
}

function firstOf(units: UnitValues, count: number): UnitValues {
  if (units.unit === 'block') return { unit: 'block', blocks: units.blocks.slice(0, count) };
  const share = count / unitsOfSide(units);
  const { unit, base, candidate } = units;
  const part = (values: readonly number[]): readonly number[] =>
    values.slice(0, Math.round(values.length * share));
  return { unit, base: part(base), candidate: part(candidate) };
}

/** Of the smaller side; of runs, the runs. */
function trialsOf(units: UnitValues): number {
  if (units.unit !== 'block') return unitsOfSide(units);
  const count = (side: 'base' | 'candidate'): number =>
    units.blocks.reduce((sum, block) => sum + block[side].length, 0);
  return Math.min(count('base'), count('candidate'));
}
