import { CsvError, parse } from 'csv-parse/sync';
import { errorMessage } from '../../base/errors.ts';
import { suggest } from '../../model/suggest.ts';
import type { SourceFile } from './import-source.ts';
import { malformed } from './malformed.ts';
import { isNumber } from './read-number.ts';

/** One row with the line that it ends in. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly file: string;
  /** Names of the columns; undefined where the file is a bare column of numbers. */
  readonly header: readonly string[] | undefined;
  /** Each as long as the header. */
  readonly rows: readonly CsvRow[];
}

/** A longer one is no table of samples. */
const longestRecord = 1 << 20;

/**
 * A table with a header line, or a bare column of numbers. Cells may be quoted (RFC 4180); a byte order mark and either
 * line end are borne; the separator is a comma, a semicolon or a tab, by the first line.
 * @throws BenchError `IMPORT_MALFORMED` with the line
 */
export function readCsvTable(source: SourceFile): CsvTable {
  const file = source.name;
  const [first, ...others] = parseRows(source);
  if (first === undefined) throw malformed({ file }, 'it is empty');
  if (first.cells.every(isNumber))
    return { file, header: undefined, rows: requireBare([first, ...others], file) };
  const header = first.cells.map((name) => name.trim());
  requireNames(header, { file, line: first.line });
  for (const { line, cells } of others) requireWidth(cells, header, { file, line });
  if (others.length === 0) throw malformed({ file }, 'it has a header and no samples');
  return { file, header, rows: others };
}

function parseRows({ name: file, text }: SourceFile): readonly CsvRow[] {
  const [firstLine = ''] = text.slice(0, longestRecord).split(/\r?\n/, 1);
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ',';
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      on_record: (cells: readonly string[], { lines }) => {
        rows.push({ line: lines, cells });
        return undefined;
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw malformed({ file, line: Number(thrown['lines'] ?? rows.length + 1) }, problemOf(thrown));
  }
  return rows;
}

function problemOf(thrown: CsvError): string {
  if (thrown.code === 'CSV_MAX_RECORD_SIZE')
    return 'the row is longer than 1 MiB: this is no table of samples';
  if (thrown.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted cell does not end';
  return errorMessage(thrown);
}

function requireBare(rows: readonly CsvRow[], file: string): readonly CsvRow[] {
  for (const { line, cells } of rows) {
    if (cells.length === 1) continue;
    const seen = `there are ${cells.length} numbers and no header that names their columns`;
    throw malformed({ file, line }, seen, 'Give the columns names; write numbers with a decimal point');
  }
  return rows;
}

function requireNames(
  header: readonly string[],
  place: { readonly file: string; readonly line: number },
): void {
  const unnamed = header.indexOf('');
  if (unnamed !== -1) throw malformed(place, `column ${unnamed + 1} has no name`);
  const number = header.find((name) => /^[+-]?(?:nan|inf|infinity)$/i.test(name));
  if (number !== undefined) throw malformed(place, `the value is ${number}, which is no finite number`);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw malformed(place, `two columns are named "${twice}"`);
}

function requireWidth(
  cells: readonly string[],
  header: readonly string[],
  place: { readonly file: string; readonly line: number },
): void {
  if (cells.length === header.length) return;
  throw malformed(
    place,
    `the row has ${cells.length} cells, the header ${header.length}`,
    'Quote cells that hold a separator',
  );
}

/** Reads cells of a row by the names of their columns. */
export type CellReader = (row: CsvRow, column: string) => string;

/**
 * @throws BenchError `IMPORT_MALFORMED`, by the reader, for a column that is not there
 */
export function cellReader({ file, header = [] }: CsvTable): CellReader {
  const places = new Map(header.map((name, index) => [name, index]));
  return ({ cells }, column) => {
    const place = places.get(column);
    if (place !== undefined) return cells[place] ?? '';
    const meant = suggest(column, header);
    const hint = meant === undefined ? `Its columns are ${header.join(', ')}` : `Did you mean "${meant}"?`;
    throw malformed({ file }, `there is no column "${column}"`, hint);
  };
}
