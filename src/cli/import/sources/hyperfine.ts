import { BenchError } from '../../../base/errors.ts';
import { optional } from '../../../base/optional.ts';
import type { ParameterPoint } from '../../../model/plan.ts';
import { z } from '../../../model/schema.ts';
import type { TrialOutcome } from '../../../model/trial.ts';
import type { ImportSource, SourceFile, SourceOptions, SourceTrial } from '../import-source.ts';
import { malformed } from '../malformed.ts';
import { metricOf } from '../metric-of.ts';
import { requirePossible } from '../read-number.ts';
import { readForm, readJson } from '../source-json.ts';

const resultSchema = z.object({
  command: z.string(),
  times: z.array(z.number()).optional(),
  memory_usage_byte: z.array(z.number()).optional(),
  exit_codes: z.array(z.int().nullable()).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
});
const fileSchema = z.object({ results: z.array(resultSchema) });

type Result = z.infer<typeof resultSchema>;

/** What `hyperfine --export-json` writes: all times of each command, in the order of its runs. */
export const hyperfine: ImportSource = {
  name: 'hyperfine',
  takes: ['arm-by'],
  read(files, options) {
    const trials = files.flatMap((file) => trialsOf(file, options));
    const time = metricOf(
      { id: 'wall', unit: 'us', description: 'wall time of one run of the command' },
      options,
    );
    const memory = metricOf(
      { id: 'memory', unit: 'KiB', description: 'largest memory of one run of the command' },
      { ...optional('direction', options.direction) },
    );
    const hasMemory = trials.some(({ samples }) => samples[memory.id] !== undefined);
    return {
      trials,
      metrics: hasMemory ? [time, memory] : [time],
      question: 'How long does the command take?',
      timedSpan:
        'The run of the command as hyperfine times it, less the start of the shell where there is one',
      ...optional('armsDifferIn', options.armBy),
      isOrdered: true,
      remarks: ['the user and system times of single runs are not in the file, only their means'],
      missing: ['the warm-up runs'],
    };
  },
};

function trialsOf(file: SourceFile, options: SourceOptions): readonly SourceTrial[] {
  const place = { file: file.name };
  const form = 'what hyperfine --export-json writes';
  const { results } = readForm(fileSchema, readJson(file.text, place), { ...place, form });
  const hasSameParameters =
    new Set(results.map(({ parameters = {} }) => JSON.stringify(parameters))).size < results.length;
  return results.flatMap((result, index) => {
    const what = `results[${index}]`;
    const place = placeOf(result, { options, hasSameParameters });
    return runsOf(result, { file: file.name, what }).map((run) => ({ ...place, ...run }));
  });
}

/** A command with parameters is known by these; where two commands have the same ones, by both. */
function placeOf(
  { command, parameters = {} }: Result,
  {
    options: { armBy },
    hasSameParameters,
  }: { readonly options: SourceOptions; readonly hasSameParameters: boolean },
): Pick<SourceTrial, 'benchmark' | 'point' | 'arm'> {
  const isByCommand = armBy === 'command';
  const hasCommand = !isByCommand && (hasSameParameters || Object.keys(parameters).length === 0);
  const all: ParameterPoint = { ...(hasCommand ? { command } : {}), ...parameters };
  if (armBy === undefined || isByCommand) {
    return { benchmark: 'hyperfine', point: all, ...(isByCommand ? { arm: command } : {}) };
  }
  const arm = parameters[armBy];
  if (arm === undefined) {
    const names = Object.keys(parameters);
    throw new BenchError(
      'USAGE',
      `Cannot tell arms apart by "${armBy}": the command "${command}" has no such parameter`,
      {
        hint: `Give --arm-by ${['command', ...names].join(' or ')}`,
      },
    );
  }
  return {
    benchmark: 'hyperfine',
    point: Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== armBy)),
    arm,
  };
}

function runsOf(
  { times, memory_usage_byte: bytes, exit_codes: codes }: Result,
  place: { readonly file: string; readonly what: string },
): readonly Pick<SourceTrial, 'outcome' | 'samples'>[] {
  const { what } = place;
  if (times === undefined) {
    throw malformed(
      place,
      `${what} has no times, only their summary`,
      'Use hyperfine 1.5 or newer with --export-json',
    );
  }
  if (times.length === 0) throw malformed(place, `${what} has no times`);
  for (const [name, list] of Object.entries({ exit_codes: codes, memory_usage_byte: bytes })) {
    if (list === undefined || list.length === times.length) continue;
    throw malformed(place, `${what} has ${times.length} times and ${list.length} ${name}`);
  }
  return times.map((seconds, index) => {
    requirePossible(seconds, 'time', { ...place, what: `${what}.times[${index}]` });
    const outcome = outcomeOf(codes === undefined ? 0 : codes[index]);
    const memory = bytes?.[index];
    const samples = { wall: seconds * 1e6, ...(memory === undefined ? {} : { memory: memory / 1024 }) };
    return { outcome, samples: outcome.status === 'ok' ? samples : {} };
  });
}

/** hyperfine has no code of a command that a signal has ended. */
function outcomeOf(code: number | null | undefined): TrialOutcome {
  if (code === 0) return { status: 'ok' };
  const reason =
    typeof code === 'number' ? `the command ended with exit code ${code}` : 'a signal ended the command';
  return { status: 'failed', code: 'COMMAND_FAILED', reason, causes: [], lastLogLines: [] };
}
