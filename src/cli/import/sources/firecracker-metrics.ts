import { sumMetrics, type VmmMetrics } from '../../../vm/firecracker/metrics.ts';
import type { MetricDefinition } from '../../../model/metric.ts';
import { z } from '../../../model/schema.ts';
import type { ImportSource, SourceFile, SourceOptions, SourceTrial } from '../import-source.ts';
import { malformed } from '../malformed.ts';
import { metricOf } from '../metric-of.ts';
import { readForm, readJson } from '../source-json.ts';

const lineSchema = z.looseObject({ utc_timestamp_ms: z.number().positive() });

const timestamp = 'utc_timestamp_ms';

interface MetricsFile {
  readonly startedAtMs: number;
  readonly figures: VmmMetrics;
  readonly cutFile?: string;
}

/** What Firecracker writes to its `--metrics-path`: one file is what one VMM says of itself, and so one trial. */
export const firecrackerMetrics: ImportSource = {
  name: 'firecracker-metrics',
  takes: [],
  read(files, options) {
    // Whoever lists files lists them by name; the time in them is that of the first line.
    const read = files.map(readMetricsFile).toSorted((one, other) => one.startedAtMs - other.startedAtMs);
    const metrics = metricsOf(read, options);
    const first = Math.min(...read.map(({ startedAtMs }) => startedAtMs));
    const cut = read.flatMap(({ cutFile }) => (cutFile === undefined ? [] : [cutFile]));
    return {
      trials: read.map((file) => toTrial(file, metrics)),
      metrics,
      question: 'What does Firecracker say of itself?',
      timedSpan: 'Spans of Firecracker by its own clock, named after the fields of its metrics',
      startedAt: new Date(first).toISOString(),
      isOrdered: true,
      remarks: [
        'a trial begins with the first line of its file',
        'counts are summed over the lines of a file, and times that are 0 are left out',
        ...(cut.length === 0 ? [] : [`the last line is cut off and left out in ${cut.join(', ')}`]),
      ],
      missing: ['failed trials', 'the version of Firecracker'],
    };
  },
};

function readMetricsFile({ name: file, text }: SourceFile): MetricsFile {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const isCut = isCutOff(lines.at(-1) ?? '');
  const whole = isCut ? lines.slice(0, -1) : lines;
  const form = 'a line of metrics of Firecracker';
  const stamps = whole.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = { file, line: index + 1 };
    return readForm(lineSchema, readJson(line, place), { ...place, form })[timestamp];
  });
  const [startedAtMs] = stamps;
  if (startedAtMs === undefined) throw malformed({ file }, 'it has no line of metrics');
  const figures = sumMetrics(`${whole.join('\n')}\n`);
  return { startedAtMs, figures, ...(isCut ? { cutFile: file } : {}) };
}

/** A line is written in two steps, its end in the second one: what a VMM has left that was killed is no damage. */
function isCutOff(last: string): boolean {
  if (last.trim() === '') return false;
  try {
    JSON.parse(last);
    return false;
  } catch {
    return last.startsWith('{'); // else it is no metrics at all, which is told as an error
  }
}

/** Figures that are not 0 in every file; the time of a start first, then other times, then counts. */
function metricsOf(files: readonly MetricsFile[], options: SourceOptions): readonly MetricDefinition[] {
  const paths = new Set(
    files.flatMap(({ figures }) => [...figures].filter(([, value]) => value !== 0).map(([path]) => path)),
  );
  paths.delete(timestamp);
  const rank = (path: string): number => {
    if (path === 'api_server.process_startup_time_us') return 0;
    return path.startsWith('latencies_us.') ? 1 : isTime(path) ? 2 : 3;
  };
  const sorted = [...paths].sort((one, other) => rank(one) - rank(other));
  return sorted.map((path) => {
    const description = `Firecracker's own figure ${path}`;
    if (isTime(path)) return metricOf({ id: path, unit: 'us', description }, options);
    return metricOf({ id: path, unit: 'count', description }, {});
  });
}

function isTime(path: string): boolean {
  return path.endsWith('_us') || path.startsWith('latencies_us.');
}

function toTrial({ startedAtMs, figures }: MetricsFile, metrics: readonly MetricDefinition[]): SourceTrial {
  const samples = metrics.flatMap(({ id }) => {
    const value = figures.get(id) ?? 0;
    return isTime(id) && value === 0 ? [] : [[id, value] as const];
  });
  return {
    benchmark: 'firecracker-metrics',
    point: {},
    startedAt: new Date(startedAtMs).toISOString(),
    outcome: { status: 'ok' },
    samples: Object.fromEntries(samples),
  };
}
