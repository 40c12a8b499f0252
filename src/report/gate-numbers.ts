import type { Effect } from '../model/comparison.ts';
import type { GateEntry } from './gate-entries.ts';

/** A name with a value; values that are not there are left out by whoever prints. */
export type NamedValue = readonly [name: string, value: string | number | undefined];

/** What an entry rests on, numbers in full precision and in the metric's unit. */
export function gateNumbers({ source }: GateEntry): readonly NamedValue[] {
  switch (source.kind) {
    case 'comparison': {
      const { comparison, mode } = source.gated;
      const { base, candidate, test, margin } = comparison;
      return [
        ['mode', mode],
        ['metric.unit', comparison.metric.unit],
        ['base.count', base.count],
        ['base.median', base.median],
        ['candidate.count', candidate.count],
        ['candidate.median', candidate.median],
        ['scale', comparison.scale],
        ...effectValues('ratio', comparison.ratio),
        ...effectValues('difference', comparison.difference),
        ['p', test?.p],
        ['p.adjusted', test?.adjustedP],
        ['margin.relative', margin.relative],
        ['margin.absolute', margin.absolute],
        ['margin.effective', comparison.effectiveMargin],
        ['detectable', comparison.detectable],
        ['more.trials', comparison.more?.trials],
      ];
    }
    case 'limit': {
      const { limit, mode, unit, value, hits, count } = source.limit;
      return [
        ['mode', mode],
        ['metric.unit', unit],
        ['limit', limit],
        ['limit.value', value],
        ['hits', hits],
        ['count', count],
      ];
    }
    case 'failures': {
      const { base, candidate, difference, adjustedP } = source.failures;
      return [
        ['base.failed', base.hits],
        ['base.count', base.count],
        ['candidate.failed', candidate.hits],
        ['candidate.count', candidate.count],
        ...effectValues('difference', difference),
        ['p.adjusted', adjustedP],
      ];
    }
  }
}

function effectValues(name: string, effect: Effect | undefined): readonly NamedValue[] {
  return [
    [name, effect?.estimate],
    [`${name}.lower`, effect?.interval?.lower],
    [`${name}.upper`, effect?.interval?.upper],
  ];
}
