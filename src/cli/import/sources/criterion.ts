import { z } from '../../../model/schema.ts';
import type { ParameterPoint } from '../../../model/plan.ts';
import { cellReader, readCsvTable } from '../csv-table.ts';
import type { ImportSource, SourceFile, SourceTrial } from '../import-source.ts';
import { malformed, type Place } from '../malformed.ts';
import { metricOf } from '../metric-of.ts';
import { readNumber, requirePossible } from '../read-number.ts';
import { readForm, readJson } from '../source-json.ts';

const sampleSchema = z.object({ iters: z.array(z.number()), times: z.array(z.number()) });
const benchmarkSchema = z.object({
  group_id: z.string(),
  function_id: z.string().nullable().optional(),
  value_str: z.string().nullable().optional(),
});

/** What Criterion.rs leaves in `target/criterion`: `new/sample.json` with its `benchmark.json`, or `raw.csv`. */
export const criterion: ImportSource = {
  name: 'criterion',
  takes: [],
  isOwnFile: (path) => /(?:^|\/)new\/(?:sample|benchmark)\.json$/.test(path),
  read(files, options) {
    const trials = files.flatMap((file) => trialsOf(file, files));
    const description = 'time of one iteration: that of a sample divided by its number of iterations';
    return {
      trials,
      metrics: [metricOf({ id: 'iteration', unit: 'us', description }, options)],
      question: 'How long does one iteration take?',
      timedSpan: 'The iterations of a sample, timed together',
      isOrdered: true,
      remarks: [
        'each value is the mean of the iterations of one sample, so that single slow iterations do not show',
      ],
      missing: ['failed iterations', 'the warm-up'],
    };
  },
};

function trialsOf(file: SourceFile, files: readonly SourceFile[]): readonly SourceTrial[] {
  if (file.name.endsWith('.csv')) return trialsOfCsv(file);
  if (file.name.endsWith('benchmark.json')) return requireSample(file, files);
  const benchmarkName = besides(file.name, 'sample.json', 'benchmark.json');
  const benchmark = files.find(({ name }) => name === benchmarkName);
  if (benchmark === undefined) {
    const seen = 'there is no benchmark.json beside it, which names what was measured';
    throw malformed({ file: file.name }, seen, 'Give the folder target/criterion, or both files');
  }
  const where = { file: benchmark.name, form: 'a benchmark.json of Criterion.rs' };
  const ids = readForm(benchmarkSchema, readJson(benchmark.text, where), where);
  const place = { file: file.name, form: 'a sample.json of Criterion.rs' };
  const { iters, times } = readForm(sampleSchema, readJson(file.text, place), place);
  if (iters.length !== times.length) {
    throw malformed(place, `it has ${times.length} times and ${iters.length} numbers of iterations`);
  }
  if (times.length === 0) throw malformed(place, 'it has no samples');
  const subject = subjectOf(ids.group_id, { function: ids.function_id ?? '', value: ids.value_str ?? '' });
  return times.map((timeNs, index) => ({
    ...subject,
    ...valueOf({ timeNs, iterations: iters[index] ?? NaN }, { ...place, what: `sample ${index + 1}` }),
  }));
}

/** A benchmark.json gives nothing by itself. */
function requireSample({ name }: SourceFile, files: readonly SourceFile[]): readonly never[] {
  const sample = besides(name, 'benchmark.json', 'sample.json');
  if (files.some((file) => file.name === sample)) return [];
  throw malformed({ file: name }, 'there is no sample.json beside it, which holds the samples');
}

function besides(name: string, own: string, other: string): string {
  return `${name.slice(0, name.length - own.length)}${other}`;
}

function trialsOfCsv(source: SourceFile): readonly SourceTrial[] {
  const table = readCsvTable(source);
  const cell = cellReader(table);
  const { file, header = [] } = table;
  // Before 0.3 the time had another name, and its unit was not said.
  const timeColumn = header.includes('sample_time_nanos') ? 'sample_time_nanos' : 'sample_measured_value';
  return table.rows.map((row) => {
    const { line } = row;
    const unit = timeColumn === 'sample_time_nanos' ? 'ns' : cell(row, 'unit');
    if (unit !== 'ns')
      throw malformed({ file, line }, `the unit is "${unit}": only times in ns can be imported`);
    const number = (column: string): number => readNumber(cell(row, column), { file, line, what: column });
    return {
      ...subjectOf(cell(row, 'group'), { function: cell(row, 'function'), value: cell(row, 'value') }),
      ...valueOf(
        { timeNs: number(timeColumn), iterations: number('iteration_count') },
        { file, line, what: timeColumn },
      ),
    };
  });
}

function subjectOf(
  group: string,
  names: Readonly<Record<'function' | 'value', string>>,
): Pick<SourceTrial, 'benchmark' | 'point'> {
  const point: ParameterPoint = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== ''));
  return { benchmark: group, point };
}

function valueOf(
  { timeNs, iterations }: { readonly timeNs: number; readonly iterations: number },
  place: Place & { readonly what: string },
): Pick<SourceTrial, 'outcome' | 'samples'> {
  requirePossible(timeNs, 'time', place);
  if (!(iterations > 0)) throw malformed(place, `${place.what} has ${iterations} iterations`);
  return { outcome: { status: 'ok' }, samples: { iteration: timeNs / iterations / 1000 } };
}
