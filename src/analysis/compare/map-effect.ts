import { optional } from '../../base/optional.ts';
import type { Interval } from '../../model/interval.ts';
import type { Effect } from '../../model/comparison.ts';

/** An effect on another scale; the transform must not fall. */
export function mapEffect(effect: Effect, transform: (value: number) => number): Effect {
  return {
    estimate: transform(effect.estimate),
    ...optional('interval', mapInterval(effect.interval, transform)),
    ...optional('equivalenceInterval', mapInterval(effect.equivalenceInterval, transform)),
  };
}

function mapInterval(
  interval: Interval | undefined,
  transform: (value: number) => number,
): Interval | undefined {
  if (interval === undefined) return undefined;
  const { lower, upper, coverage } = interval;
  return { lower: transform(lower), upper: transform(upper), coverage };
}
