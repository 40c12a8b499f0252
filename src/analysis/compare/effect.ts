import { optional } from '../../base/optional.ts';
import type { Effect } from '../../model/comparison.ts';
import { blockShapes } from '../../stats/blocks.ts';
import { shiftEdgeRanks } from '../../stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../stats/order-statistic.ts';
import { pairDifferences } from '../../stats/pair-differences.ts';
import { type EdgeRanks, intervalBetween, middleOf } from '../../stats/rank-interval.ts';
import { blockDifferences, blockEdgeRanks } from '../../stats/within-block-shift.ts';
import { mapEffect } from './map-effect.ts';
import { remember } from './remember.ts';
import { mapUnits, shapeKey, type UnitValues } from './units.ts';

/** Finds the effects of a comparison, with intervals of confidence 1 − α and 1 − 2α. */
export interface Effects {
  /** Candidate minus base, in the unit of the values. */
  readonly differenceOf: (units: UnitValues) => Effect;
  /** Candidate over base. All values must be positive. */
  readonly ratioOf: (units: UnitValues) => Effect;
}

/** Where the edges of the intervals lie depends on the shapes of the units alone, so that metrics share it. */
export function createEffects(alpha: number): Effects {
  const edges = remember<EdgeRanks>();
  const intervalOf = (units: UnitValues, confidence: number): EdgeRanks =>
    edges(`${String(confidence)} ${shapeKey(units)}`, () => edgeRanks(units, confidence));
  const differenceOf: Effects['differenceOf'] = (units) => {
    const { unit } = units;
    const differences =
      unit === 'block' ? blockDifferences(units.blocks) : pairDifferences(units.base, units.candidate);
    const wide = intervalBetween(differences, intervalOf(units, 1 - alpha));
    const narrow = intervalBetween(differences, intervalOf(units, 1 - 2 * alpha));
    return {
      estimate: middleOf(differences),
      ...optional('interval', valueOf(wide)),
      ...optional('equivalenceInterval', valueOf(narrow)),
    };
  };
  const ratioOf: Effects['ratioOf'] = (units) => mapEffect(differenceOf(mapUnits(units, Math.log)), Math.exp);
  return { differenceOf, ratioOf };
}

function edgeRanks(units: UnitValues, confidence: number): EdgeRanks {
  if (units.unit === 'block') return blockEdgeRanks(blockShapes(units.blocks), confidence);
  return shiftEdgeRanks({ base: units.base.length, candidate: units.candidate.length }, confidence);
}

function valueOf(interval: QuantileInterval): Effect['interval'] {
  return interval.kind === 'value' ? interval.value : undefined;
}
