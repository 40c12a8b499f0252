import type { Comparison } from '../../model/comparison.ts';
import { marginRatios, type MarginEdges } from '../../model/margin-ratios.ts';
import type { QuantileShift } from '../../model/figures/quantile-shift.ts';
import type { BlockSamples } from '../../stats/blocks.ts';
import { quantileShift, type QuantileEffect, type ShiftSamples } from '../../stats/quantile-shift.ts';
import { createRandom } from '../../stats/random.ts';
import { hasBothSides, mapUnits, unitsOf, type UnitValues } from '../compare/units.ts';
import { countOf } from '../wording.ts';
import type { HeadlinePair } from './headline-pairs.ts';

const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/** With fewer the outer deciles are little more than the extremes. */
const leastValues = 20;
/** With fewer a draw seldom differs from the next. */
const leastBlocks = 10;
/** Draws times values: what a picture may cost. */
const mostWork = 5_000_000;
const [fewestDraws, mostDraws] = [199, 999];

/** The deciles of each pair, candidate against base. */
export function quantileShifts(pairs: readonly HeadlinePair[]): readonly QuantileShift[] {
  return pairs.map((pair) => {
    const { caseId, candidateId } = pair;
    const units = unitsOf(pair.values);
    const reason = whyNot(units);
    return reason === undefined ? curveOf(pair, units) : { caseId, candidateId, kind: 'absent', reason };
  });
}

function whyNot(units: UnitValues): string | undefined {
  if (units.unit === 'run') return 'whole runs are compared, of which no decile can be drawn';
  if (!hasBothSides(units)) return 'no block holds both sides';
  const { base, candidate } = sidesOf(units);
  const least = Math.min(base.length, candidate.length);
  if (least < leastValues) {
    return `${countOf(least, 'trial')} of the smaller side, ${String(leastValues)} are needed`;
  }
  if (units.unit === 'block' && units.blocks.length < leastBlocks) {
    return `${countOf(units.blocks.length, 'block')}, ${String(leastBlocks)} are needed`;
  }
  return undefined;
}

function curveOf({ caseId, candidateId, comparison, seed }: HeadlinePair, units: UnitValues): QuantileShift {
  const { scale } = comparison;
  const isRatio = scale === 'ratio';
  const scaled = isRatio ? mapUnits(units, Math.log) : units;
  const { base, candidate } = sidesOf(units);
  const draws = Math.min(
    mostDraws,
    Math.max(fewestDraws, Math.floor(mostWork / (base.length + candidate.length))),
  );
  const effects = quantileShift(samplesOf(scaled), {
    probabilities: deciles,
    draws,
    random: createRandom(seed),
  });
  const back = isRatio ? Math.exp : (value: number): number => value;
  return {
    caseId,
    candidateId,
    kind: 'curve',
    scale,
    points: effects.map((each) => pointOf(each, back)),
    unit: units.unit === 'block' ? 'block' : 'trial',
    unitCount: units.unit === 'block' ? units.blocks.length : base.length + candidate.length,
    draws,
    seed,
    margin: marginOf(comparison),
  };
}

function pointOf(
  { probability, estimate, lower, upper }: QuantileEffect,
  back: (value: number) => number,
): QuantileEffect {
  return { probability, estimate: back(estimate), lower: back(lower), upper: back(upper) };
}

function sidesOf(units: UnitValues): BlockSamples {
  if (units.unit !== 'block') return { base: units.base, candidate: units.candidate };
  return {
    base: units.blocks.flatMap(({ base }) => base),
    candidate: units.blocks.flatMap(({ candidate }) => candidate),
  };
}

function samplesOf(units: UnitValues): ShiftSamples {
  if (units.unit === 'block') return { kind: 'blocks', blocks: units.blocks };
  return { kind: 'values', base: units.base, candidate: units.candidate };
}

/** Between them a verdict has no change: 3 % more, and 3 % less. */
function marginOf({ scale, effectiveMargin = 1 }: Comparison): MarginEdges {
  return scale === 'difference'
    ? { lower: -effectiveMargin, upper: effectiveMargin }
    : marginRatios(effectiveMargin);
}
