import { optional } from '../../base/optional.ts';
import type { Effect } from '../../model/comparison.ts';
import { hodgesLehmannShift } from '../../stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../stats/order-statistic.ts';
import { withinBlockShift } from '../../stats/within-block-shift.ts';
import { mapEffect } from './map-effect.ts';
import { mapUnits, type UnitValues } from './units.ts';

/** Candidate minus base with its intervals, in the unit of the values. */
export function differenceOf(units: UnitValues, alpha: number): Effect {
  const wide = shiftOf(units, 1 - alpha);
  const narrow = shiftOf(units, 1 - 2 * alpha);
  return {
    estimate: wide.estimate,
    ...optional('interval', valueOf(wide.interval)),
    ...optional('equivalenceInterval', valueOf(narrow.interval)),
  };
}

/** Candidate over base with its intervals. All values must be positive. */
export function ratioOf(units: UnitValues, alpha: number): Effect {
  return mapEffect(differenceOf(mapUnits(units, Math.log), alpha), Math.exp);
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
