/** `samples.csv`, which this tool writes itself. */
import type { ParameterPoint, ParameterValue } from '../../model/plan.ts';
import { sampleColumnsAfter, sampleColumnsBefore } from '../../model/sample-columns.ts';
import { z } from '../../model/schema.ts';
import type { TrialOutcome } from '../../model/trial.ts';
import { cellReader, type CellReader, type CsvRow, type CsvTable } from './csv-table.ts';
import type { ColumnOptions, SourceTrial } from './import-source.ts';
import { malformed } from './malformed.ts';
import type { MetricBook } from './metric-book.ts';

const ownColumns: readonly string[] = [...sampleColumnsBefore, ...sampleColumnsAfter];

/** Whether a table is one of ours, by its header, and is to be read as such. */
export function isOwnTable({ header = [] }: CsvTable, columns: ColumnOptions): boolean {
  return columns.value === undefined && ownColumns.every((name) => header.includes(name));
}

/** Rows of one trial become one trial; what is between the columns that are always there are parameters. */
export function readOwnTable(table: CsvTable, book: MetricBook): readonly SourceTrial[] {
  const cell = cellReader(table);
  const rowsOf = new Map<string, CsvRow[]>();
  for (const row of table.rows) {
    const id = cell(row, 'trial_id');
    const rows = rowsOf.get(id);
    if (rows === undefined) rowsOf.set(id, [row]);
    else rows.push(row);
  }
  const parameters = (table.header ?? []).filter((name) => !ownColumns.includes(name));
  return [...rowsOf].flatMap(([id, rows]) => {
    const [first] = rows;
    if (first === undefined) return [];
    const samples = rows.flatMap((row) => sampleOf(row, { table, cell, book }));
    return {
      ...factsOf(first, { file: table.file, cell, parameters }),
      id,
      samples: Object.fromEntries(samples),
    };
  });
}

function sampleOf(
  row: CsvRow,
  {
    table: { file },
    cell,
    book,
  }: { readonly table: CsvTable; readonly cell: CellReader; readonly book: MetricBook },
): readonly (readonly [string, number])[] {
  // A trial that gave no value has one row, without one.
  if (cell(row, 'metric') === '' && cell(row, 'outcome') !== 'ok') return [];
  const metricId = cell(row, 'metric');
  const place = { file, line: row.line, what: metricId };
  return [[metricId, book.read({ metricId, text: cell(row, 'value'), unit: cell(row, 'unit'), place })]];
}

interface OwnRows {
  readonly file: string;
  readonly cell: CellReader;
  readonly parameters: readonly string[];
}

function factsOf(row: CsvRow, { file, cell, parameters }: OwnRows): Omit<SourceTrial, 'samples'> {
  const { line } = row;
  const startedAt = cell(row, 'started_at');
  if (startedAt !== '' && !z.iso.datetime().safeParse(startedAt).success) {
    throw malformed(
      { file, line },
      `started_at is "${startedAt}", which is no time like 2026-01-02T03:04:05Z`,
    );
  }
  return {
    benchmark: cell(row, 'benchmark'),
    point: pointOf(row, { cell, parameters }),
    arm: cell(row, 'arm'),
    // Blocks are numbered in each run anew.
    block: `${file} ${cell(row, 'block')}`,
    isWarmup: cell(row, 'warmup') === 'true',
    ...(startedAt === '' ? {} : { startedAt }),
    outcome: outcomeOf(row, { file, cell }),
  };
}

/** A case lacks the parameters that others have; one that had the name of a column has a prefix. */
function pointOf(row: CsvRow, { cell, parameters }: Pick<OwnRows, 'cell' | 'parameters'>): ParameterPoint {
  const entries = parameters.flatMap((column) => {
    const text = cell(row, column);
    const bare = column.replace(/^parameter_/, '');
    return text === '' ? [] : [[ownColumns.includes(bare) ? bare : column, valueOf(text)] as const];
  });
  return Object.fromEntries(entries);
}

function valueOf(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return String(Number(text)) === text ? Number(text) : text;
}

/** What broke a rule of its plan counts for nothing again, though what it broke is not in the file. */
function outcomeOf(row: CsvRow, { file, cell }: Pick<OwnRows, 'file' | 'cell'>): TrialOutcome {
  const status = cell(row, 'outcome');
  const reason = cell(row, 'reason');
  switch (status) {
    case 'ok':
      return cell(row, 'invalid') === 'true'
        ? { status: 'aborted', reason: 'the file says that its block was invalid' }
        : { status: 'ok' };
    case 'failed':
      return { status: 'failed', code: 'IMPORTED', reason, causes: [], lastLogLines: [] };
    case 'aborted':
      return { status: 'aborted', reason };
    default:
      throw malformed({ file, line: row.line }, `the outcome is "${status}": it is ok, failed or aborted`);
  }
}
