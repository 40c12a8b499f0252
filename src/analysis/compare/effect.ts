import { optional } from '../../base/optional.ts';
import type { Effect } from '../../model/comparison.ts';
import { blockShapes } from '../../stats/blocks.ts';
import { shiftEdgeRanks } from '../../stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../stats/order-statistic.ts';
import { pairDifferences } from '../../stats/pair-differences.ts';
import { type EdgeRanks, intervalBetween, middleOf } from '../../stats/rank-interval.ts';
import { blockDifferences, blockEdgeRanks } from '../../stats/within-block-shift.ts';
import { mapEffect } from './map-effect.ts';
import { remember, rememberLast } from './remember.ts';
import { mapUnits, shapeKey, type UnitValues } from './units.ts';

/** What the intervals of an effect are of. */
export interface EffectLevels {
  /** The interval's confidence is 1 − α. */
  readonly alpha: number;
  /** What is judged by: that of the equivalence tests is 1 − 2 times it. */
  readonly judgedAlpha: number;
}

/** Finds the effects of a comparison. */
export interface Effects {
  /** Candidate minus base, in the unit of the values. */
  readonly differenceOf: (units: UnitValues, levels: EffectLevels) => Effect;
  /** Candidate over base. All values must be positive. */
  readonly ratioOf: (units: UnitValues, levels: EffectLevels) => Effect;
}

/** Where samples are missing each metric may have shapes of its own, and each has a distribution. */
const keptEdges = 16;

/** Where the edges of the intervals lie depends on the shapes of the units alone, so that metrics share it. */
export function createEffects(): Effects {
  const edges = rememberLast<EdgesOf>(keptEdges);
  const differenceOf: Effects['differenceOf'] = (units, { alpha, judgedAlpha }) => {
    const { unit } = units;
    const differences =
      unit === 'block' ? blockDifferences(units.blocks) : pairDifferences(units.base, units.candidate);
    const edgesOf = edges(shapeKey(units), () => edgeRanks(units));
    const wide = intervalBetween(differences, edgesOf(1 - alpha));
    const narrow = intervalBetween(differences, edgesOf(1 - 2 * judgedAlpha));
    return {
      estimate: middleOf(differences),
      ...optional('interval', valueOf(wide)),
      ...optional('equivalenceInterval', valueOf(narrow)),
    };
  };
  const ratioOf: Effects['ratioOf'] = (units, levels) =>
    mapEffect(differenceOf(mapUnits(units, Math.log), levels), Math.exp);
  return { differenceOf, ratioOf };
}

type EdgesOf = (confidence: number) => EdgeRanks;

function edgeRanks(units: UnitValues): EdgesOf {
  if (units.unit === 'block') return blockEdgeRanks(blockShapes(units.blocks));
  const shape = { base: units.base.length, candidate: units.candidate.length };
  const known = remember<EdgeRanks>();
  return (confidence) => known(String(confidence), () => shiftEdgeRanks(shape, confidence));
}

function valueOf(interval: QuantileInterval): Effect['interval'] {
  return interval.kind === 'value' ? interval.value : undefined;
}
