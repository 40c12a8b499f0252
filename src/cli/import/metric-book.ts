import type { MetricDefinition } from '../../model/metric.ts';
import type { SourceOptions } from './import-source.ts';
import { malformed } from './malformed.ts';
import { inMetricUnit, metricOf, unitOf } from './metric-of.ts';
import { readNumber, requirePossible, type NumberPlace } from './read-number.ts';

/** A value as text, of one metric. */
export interface WrittenValue {
  readonly metricId: string;
  readonly text: string;
  /** As the file says it. */
  readonly unit?: string;
  readonly place: NumberPlace;
}

/** The metrics of some tables, which become known value by value. */
export interface MetricBook {
  /**
   * The value in its metric's unit.
   * @throws BenchError `IMPORT_MALFORMED` for what is no such value, or has another unit than the one before; `USAGE` for no unit
   */
  readonly read: (value: WrittenValue) => number;
  /** In the order in which they first came. */
  readonly metrics: () => readonly MetricDefinition[];
  /** The keys of `SourceOptions.units` by which a value was read. */
  readonly usedUnits: () => readonly string[];
}

interface Entry {
  readonly metric: MetricDefinition;
  readonly told: string | undefined;
}

export function openMetricBook(options: SourceOptions): MetricBook {
  const entries = new Map<string, Entry>();
  const usedUnits = new Set<string>();
  return {
    read({ metricId, text, unit: told, place }): number {
      const quantity = unitOf(metricId, told, options);
      if (options.units.has(metricId)) usedUnits.add(metricId);
      else if (told === undefined) usedUnits.add('');
      const description = `as the file has it, in the column or row "${metricId}"`;
      const known = entries.get(metricId) ?? {
        metric: metricOf({ id: metricId, unit: quantity.unit, description }, options),
        told,
      };
      entries.set(metricId, known);
      if (known.told !== told) {
        const hint = 'Convert them to one unit, or give the metrics two names';
        throw malformed(
          place,
          `${metricId} is in ${told ?? 'no unit'}, before it was in ${known.told ?? 'none'}`,
          hint,
        );
      }
      const value = inMetricUnit(readNumber(text, place), quantity);
      return requirePossible(value, known.metric.kind, place);
    },
    metrics: () => [...entries.values()].map(({ metric }) => metric),
    usedUnits: () => [...usedUnits],
  };
}
