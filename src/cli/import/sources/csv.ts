import { BenchError } from '../../../base/errors.ts';
import { optional } from '../../../base/optional.ts';
import { cellReader, readCsvTable, type CsvRow, type CsvTable } from '../csv-table.ts';
import type { ImportSource, SourceOptions, SourceTrial } from '../import-source.ts';
import { openMetricBook, type MetricBook } from '../metric-book.ts';
import { isOwnTable, readOwnTable } from '../own-table.ts';

/** Tables of any origin: our own `samples.csv`, a value a row, a metric a column, or a bare column of numbers. */
export const csv: ImportSource = {
  name: 'csv',
  takes: ['columns', 'unit'],
  read(files, options) {
    const book = openMetricBook(options);
    const tables = files.map(readCsvTable);
    const isOwn = tables.length > 0 && tables.every((table) => isOwnTable(table, options.columns));
    const trials = tables.flatMap((table) =>
      isOwn ? readOwnTable(table, book) : readTable(table, { book, options }),
    );
    const starts = trials.flatMap(({ startedAt }) => startedAt ?? []).toSorted();
    return {
      trials,
      metrics: book.metrics(),
      usedUnits: book.usedUnits(),
      question: 'What do the values of the file say?',
      timedSpan: 'What the file calls by the name of the metric',
      ...optional('armsDifferIn', options.columns.arm ?? (isOwn ? 'arm' : undefined)),
      ...optional('startedAt', starts[0]),
      isOrdered: true,
      remarks: isOwn
        ? ['the values are of a samples.csv of microvm-bench, without the records that they were made of']
        : ['the rows are taken to be in the order of measuring'],
      missing: isOwn ? [] : ['failed trials', 'warm-up trials'],
    };
  },
};

interface ReadOptions {
  readonly book: MetricBook;
  readonly options: SourceOptions;
}

function readTable(table: CsvTable, { book, options }: ReadOptions): readonly SourceTrial[] {
  if (table.header === undefined) return readBare(table, book);
  return options.columns.value === undefined
    ? readWide(table, { book, options })
    : readLong(table, { book, options });
}

function readBare({ file, rows }: CsvTable, book: MetricBook): readonly SourceTrial[] {
  return rows.map(({ line, cells: [text = ''] }) => {
    const value = book.read({ metricId: 'value', text, place: { file, line, what: 'the value' } });
    return { benchmark: 'csv', point: {}, outcome: { status: 'ok' }, samples: { value } };
  });
}

/** One value a row. */
function readLong(table: CsvTable, { book, options: { columns } }: ReadOptions): readonly SourceTrial[] {
  const cell = cellReader(table);
  const { file, rows } = table;
  const { value: valueColumn = '', metric, unit } = columns;
  return rows.map((row) => {
    const metricId = metric === undefined ? valueColumn : cell(row, metric);
    const value = book.read({
      metricId,
      text: cell(row, valueColumn),
      ...(unit === undefined ? {} : { unit: cell(row, unit) }),
      place: { file, line: row.line, what: valueColumn },
    });
    return { ...placeOf(row, { table, columns }), outcome: { status: 'ok' }, samples: { [metricId]: value } };
  });
}

/** One metric a column: all columns that are nothing else. A unit may stand behind its name, as "boot (ms)" or "boot [ms]". */
function readWide(table: CsvTable, { book, options: { columns } }: ReadOptions): readonly SourceTrial[] {
  const { file, rows, header = [] } = table;
  const taken = [columns.case, columns.arm, columns.block, ...columns.ignored];
  const valueColumns = header.filter((name) => !taken.includes(name));
  if (valueColumns.length === 0) {
    throw new BenchError(
      'USAGE',
      `Cannot import "${file}": every column is used for something else than values`,
    );
  }
  const named = valueColumns.map((column) => ({ column, ...splitName(column) }));
  const cell = cellReader(table);
  for (const name of columns.ignored) for (const row of rows.slice(0, 1)) cell(row, name);
  return rows.map((row) => {
    const samples = named.map(({ column, metricId, unit }) => {
      const place = { file, line: row.line, what: column };
      return [
        metricId,
        book.read({ metricId, text: cell(row, column), ...optional('unit', unit), place }),
      ] as const;
    });
    return {
      ...placeOf(row, { table, columns }),
      outcome: { status: 'ok' },
      samples: Object.fromEntries(samples),
    };
  });
}

function splitName(column: string): { readonly metricId: string; readonly unit?: string } {
  const [, metricId, round, square] = /^(.+?)\s*(?:\(([^()]+)\)|\[([^[\]]+)\])$/.exec(column) ?? [];
  return metricId === undefined ? { metricId: column } : { metricId, ...optional('unit', round ?? square) };
}

function placeOf(
  row: CsvRow,
  { table, columns }: { readonly table: CsvTable; readonly columns: SourceOptions['columns'] },
): Pick<SourceTrial, 'benchmark' | 'point' | 'arm' | 'block'> {
  const cell = cellReader(table);
  const { case: caseColumn, arm, block } = columns;
  return {
    benchmark: 'csv',
    point: caseColumn === undefined ? {} : { [caseColumn]: cell(row, caseColumn) },
    ...(arm === undefined ? {} : { arm: cell(row, arm) }),
    ...(block === undefined ? {} : { block: cell(row, block) }),
  };
}
