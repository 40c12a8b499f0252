import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import type { Direction, MetricKind } from '../../model/metric.ts';
import { z } from '../../model/schema.ts';
import { suggest } from '../../model/suggest.ts';
import type { ColumnOptions, ImportSource, SourceData, SourceOptions } from './import-source.ts';
import { parseKnownUnit } from './metric-of.ts';
import { importSources } from './sources.ts';

/** How `import` was called: flags by name as typed. */
export interface ImportFlags {
  readonly operands: readonly string[];
  /** Those that take one value. */
  readonly texts: Readonly<Record<string, string>>;
  readonly units: readonly string[];
  readonly ignored: readonly string[];
  readonly isUnordered: boolean;
  readonly isJson: boolean;
}

const directions: Readonly<Record<string, Direction>> = {
  lower: 'lower-is-better',
  higher: 'higher-is-better',
  neither: 'neither',
};
const kindSchema: z.ZodType<MetricKind> = z.enum(['time', 'memory', 'share', 'count']);

/** @throws BenchError `USAGE` */
export function chooseSource({ texts }: ImportFlags): ImportSource {
  const names = importSources.map(({ name }) => name).join(', ');
  const source = importSources.find(({ name }) => name === texts['from']);
  if (source !== undefined) return source;
  const seen = texts['from'] === undefined ? 'there is no --from' : `"${texts['from']}" is no source`;
  throw new BenchError('USAGE', `Cannot import the files: ${seen}`, { hint: `Give --from, one of ${names}` });
}

/** @throws BenchError `USAGE` for a flag that the source has no use for, and for a unit that is not known */
export function sourceOptions(flags: ImportFlags, source: ImportSource): SourceOptions {
  const { texts, units, ignored } = flags;
  const columns: ColumnOptions = {
    ...optional('value', texts['value']),
    ...optional('metric', texts['metric']),
    ...optional('case', texts['case']),
    ...optional('arm', texts['arm']),
    ...optional('block', texts['block']),
    ...optional('unit', texts['unitColumn']),
    ignored,
  };
  refuseForeign(flags, columns, source);
  const kind = kindSchema.safeParse(texts['kind']);
  return {
    ...optional('armBy', texts['armBy']),
    columns,
    units: new Map(units.map(splitUnit)),
    ...optional('direction', directions[texts['direction'] ?? '']),
    ...(kind.success ? { kind: kind.data } : {}),
  };
}

function refuseForeign(
  { texts, units }: ImportFlags,
  columns: ColumnOptions,
  { name, takes }: ImportSource,
): void {
  const { value, metric, unit, ignored } = columns;
  const areColumns = Object.keys(columns).length > 1 || ignored.length > 0;
  const isOfRows = metric !== undefined || unit !== undefined;
  if (isOfRows && value === undefined) {
    throw new BenchError(
      'USAGE',
      'Cannot use --metric and --unit-column: they are of rows with one value each',
      {
        hint: 'Give --value, the column that holds the values',
      },
    );
  }
  const foreign = [
    ...(texts['armBy'] !== undefined && !takes.includes('arm-by') ? ['--arm-by'] : []),
    ...(areColumns && !takes.includes('columns') ? ['columns'] : []),
    ...(units.length > 0 && !takes.includes('unit') ? ['--unit'] : []),
  ];
  if (foreign.length === 0) return;
  throw new BenchError(
    'USAGE',
    `Cannot use ${foreign.join(' and ')} with ${name}: its files tell that by themselves`,
  );
}

/** "ms" or "boot=ms"; a metric may have a "=" in its name, a unit has none. */
function splitUnit(text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  const [metricId, unit] = at === -1 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
  parseKnownUnit(unit, metricId);
  return [metricId, unit];
}

/**
 * The `--unit` flags that have told something, as typed: what nothing was read by makes no other run.
 * @throws BenchError `USAGE` for one of a metric that no sample is of
 */
export function usedUnitFlags(
  { units }: SourceOptions,
  { metrics, usedUnits = [] }: SourceData,
): readonly string[] {
  const ids = metrics.map(({ id }) => id);
  const missing = [...units.keys()].find((id) => id !== '' && !ids.includes(id));
  if (missing !== undefined) {
    const meant = suggest(missing, ids);
    throw new BenchError('USAGE', `Cannot use --unit for "${missing}": no sample is of it`, {
      hint: meant === undefined ? `There is: ${ids.join(', ')}` : `Did you mean "${meant}"?`,
    });
  }
  const used = [...units].filter(([id]) => usedUnits.includes(id));
  return used.map(([id, unit]) => (id === '' ? unit : `${id}=${unit}`));
}

/** @throws BenchError `USAGE` */
export function startTime({ texts }: ImportFlags): string | undefined {
  const text = texts['startedAt'];
  if (text === undefined || z.iso.datetime().safeParse(text).success) return text;
  throw new BenchError('USAGE', `Cannot use --started-at "${text}": it is no time`, {
    hint: 'Write it in UTC, like 2026-01-02T03:04:05Z',
  });
}
