import { optional } from '../../base/optional.ts';
import type { Effect } from '../../model/comparison.ts';
import { hodgesLehmannShift } from '../../stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../stats/order-statistic.ts';
import { withinBlockShift } from '../../stats/within-block-shift.ts';
import { mapEffect } from './map-effect.ts';
import { mapUnits, type UnitValues } from './units.ts';

/** What the intervals of an effect are of. */
export interface EffectLevels {
  /** The interval's confidence is 1 − α. */
  readonly alpha: number;
  /** What is judged by: that of the equivalence tests is 1 − 2 times it. */
  readonly judgedAlpha: number;
}

/** Candidate minus base with its intervals, in the unit of the values. */
export function differenceOf(units: UnitValues, { alpha, judgedAlpha }: EffectLevels): Effect {
  const wide = shiftOf(units, 1 - alpha);
  const narrow = shiftOf(units, 1 - 2 * judgedAlpha);
  return {
    estimate: wide.estimate,
    ...optional('interval', valueOf(wide.interval)),
    ...optional('equivalenceInterval', valueOf(narrow.interval)),
  };
}

/** Candidate over base with its intervals. All values must be positive. */
export function ratioOf(units: UnitValues, levels: EffectLevels): Effect {
  return mapEffect(differenceOf(mapUnits(units, Math.log), levels), Math.exp);
}

function valueOf(interval: QuantileInterval): Effect['interval'] {
  return interval.kind === 'value' ? interval.value : undefined;
}

function shiftOf(
  units: UnitValues,
  confidence: number,
): { readonly estimate: number; readonly interval: QuantileInterval } {
  return units.unit === 'block'
    ? withinBlockShift(units.blocks, confidence)
    : hodgesLehmannShift(units.base, units.candidate, confidence);
}
