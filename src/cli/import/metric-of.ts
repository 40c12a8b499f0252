import { BenchError } from '../../base/errors.ts';
import type { MetricDefinition, MetricKind, Unit } from '../../model/metric.ts';
import { parseUnit, type Quantity } from '../../model/quantity.ts';
import { withRecordMetrics } from '../../model/record-metrics.ts';
import type { SourceOptions } from './import-source.ts';

const kinds: Readonly<Record<Unit, MetricKind>> = {
  us: 'time',
  ms: 'time',
  KiB: 'memory',
  MiB: 'memory',
  percent: 'share',
  count: 'count',
};

const knownUnits = 'ns, us, ms, s, KiB, MiB, GiB, percent or count';

/** Less time and less memory is better; of shares and counts nobody knows. */
export function metricOf(
  { id, unit, description }: Pick<MetricDefinition, 'id' | 'unit' | 'description'>,
  options: Pick<SourceOptions, 'direction' | 'kind'>,
): MetricDefinition {
  const own = withRecordMetrics([]).find((metric) => metric.id === id && metric.unit === unit);
  if (own !== undefined) return own;
  const kind = options.kind ?? kinds[unit];
  const isCost = kind === 'time' || kind === 'memory';
  const direction = options.direction ?? (isCost ? 'lower-is-better' : 'neither');
  return { id, unit, direction, kind, description };
}

/**
 * The unit that a metric's values are written in: its own from the file, else that of `--unit`.
 * @throws BenchError `USAGE` where none is told, or it is not known
 */
export function unitOf(
  metricId: string,
  told: string | undefined,
  options: Pick<SourceOptions, 'units'>,
): Quantity {
  const text = options.units.get(metricId) ?? told ?? options.units.get('');
  if (text === undefined) {
    throw new BenchError('USAGE', `Cannot tell the unit of "${metricId}": the file does not say it`, {
      hint: `Give --unit, or --unit "${metricId}=…", one of ${knownUnits}`,
    });
  }
  return parseKnownUnit(text, metricId);
}

/**
 * A unit from its text; `of` is the metric, empty for all.
 * @throws BenchError `USAGE` where it is not known
 */
export function parseKnownUnit(text: string, of: string): Quantity {
  const unit = parseUnit(text.trim());
  if (unit !== undefined) return unit;
  const what = of === '' ? '' : ` of "${of}"`;
  throw new BenchError('USAGE', `Cannot read the unit "${text}"${what}: it is not known`, {
    hint: `Use ${knownUnits}`,
  });
}

/** A value in the metric's unit. Of nanoseconds it is divided, which loses less than to multiply by a thousandth. */
export function inMetricUnit(value: number, { value: factor }: Quantity): number {
  return factor < 1 ? value / Math.round(1 / factor) : value * factor;
}
