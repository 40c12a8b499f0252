import { BenchError } from '../base/errors.ts';
import type { BenchmarkDefinition, Collector, ParameterGrid } from '../model/definition.ts';
import type { PreparedVm } from '../model/vm.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { ParameterValue } from '../model/plan.ts';
import { parseStrict, schemaOf, z } from '../model/schema.ts';
import { isRecordMetricId } from '../model/record-metrics.ts';
import { suggest } from '../model/suggest.ts';
import { deepFreeze } from './deep-freeze.ts';

/**
 * Names the type of a benchmark definition and freezes it all the way down. It is the default export of a file
 * whose name is the benchmark's id; its values are checked when the file is loaded.
 */
export function defineBenchmark<Grid extends ParameterGrid, Fixture = undefined, Subject = PreparedVm>(
  definition: BenchmarkDefinition<Grid, Fixture, Subject>,
): BenchmarkDefinition<Grid, Fixture, Subject> {
  return deepFreeze(definition);
}

const sentence = z.string().trim().min(1, 'a sentence is needed');
const metricId = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/,
    'lower-case words joined by dots are needed, as boot.guest',
  );

const metricSchema: z.ZodType<MetricDefinition> = z.strictObject({
  id: metricId,
  unit: z.enum(['us', 'ms', 'KiB', 'MiB', 'percent', 'count']),
  direction: z.enum(['lower-is-better', 'higher-is-better', 'neither']),
  kind: z.enum(['time', 'memory', 'share', 'count']),
  description: sentence,
});

function functionSchema<F>(): z.ZodType<F> {
  return z.custom<F>((value) => typeof value === 'function', 'a function is needed');
}

const collectorSchema: z.ZodType<Collector> = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens are needed'),
  metrics: z.array(metricSchema).min(1, 'at least one metric is needed'),
  collect: functionSchema<Collector['collect']>(),
});

/** Values become part of case ids ("boot-time/vcpus=1,memMib=128"), so a word cannot hold what separates them. */
function isParameterValue(value: unknown): boolean {
  if (typeof value === 'string') return /^[^\s,=/\p{Cc}]+$/u.test(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

const parameterValue = z.custom<ParameterValue>(
  isParameterValue,
  'a number, true, false or a word without spaces, "," "=" and "/" is needed',
);

const parameterName = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'letters and digits are needed');

const parametersSchema: z.ZodType<ParameterGrid> = z.record(
  parameterName,
  z
    .array(parameterValue)
    .min(1, 'at least one value is needed')
    .refine((values) => new Set(values).size === values.length, 'each value may stand there once'),
);

const definitionSchema: z.ZodType<BenchmarkDefinition> = schemaOf<BenchmarkDefinition>()(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens are needed'),
    question: sentence,
    timedSpan: sentence,
    disturbedBy: z.array(sentence),
    parameters: parametersSchema,
    headline: metricId,
    collectors: z.array(collectorSchema),
    metrics: z.array(metricSchema).exactOptional(),
    vm: functionSchema<BenchmarkDefinition['vm']>(),
    fixture: functionSchema<NonNullable<BenchmarkDefinition['fixture']>>().exactOptional(),
    fixtureParameters: z.array(parameterName).exactOptional(),
    prepare: functionSchema<NonNullable<BenchmarkDefinition['prepare']>>().exactOptional(),
    measure: functionSchema<BenchmarkDefinition['measure']>(),
  }),
);

/** All metrics that trials of a benchmark sample: those of its collectors, then its own. */
export function metricsOf(
  definition: Pick<BenchmarkDefinition, 'collectors' | 'metrics'>,
): readonly MetricDefinition[] {
  return [...definition.collectors.flatMap(({ metrics }) => metrics), ...(definition.metrics ?? [])];
}

function firstRepeated(words: readonly string[]): string | undefined {
  return words.find((word, index) => words.indexOf(word) !== index);
}

interface Complaint {
  readonly seen: string;
  readonly hint: string;
}

function findComplaint(definition: BenchmarkDefinition, expectedId: string): Complaint | undefined {
  const { id, headline } = definition;
  if (id !== expectedId) {
    return { seen: `id is "${id}"`, hint: `Name the file after the id or set the id to "${expectedId}"` };
  }
  const collector = firstRepeated(definition.collectors.map((each) => each.id));
  if (collector !== undefined) {
    return { seen: `the collector "${collector}" stands there twice`, hint: 'List each collector once' };
  }
  const unknown = (definition.fixtureParameters ?? []).find((name) => !(name in definition.parameters));
  if (unknown !== undefined) {
    return {
      seen: `its fixture is to depend on "${unknown}", which is no parameter`,
      hint: `Its parameters are ${Object.keys(definition.parameters).join(', ') || 'none'}`,
    };
  }
  const metricIds = metricsOf(definition).map((each) => each.id);
  const metric = firstRepeated(metricIds);
  if (metric !== undefined) {
    return { seen: `two metrics have the id "${metric}"`, hint: 'Give each metric an id of its own' };
  }
  const kept = metricIds.find(isRecordMetricId);
  if (kept !== undefined) {
    return {
      seen: `the metric id "${kept}" is kept for what every trial has`,
      hint: 'Choose an id that does not begin with "phase." or "noise." and is not "trial.wall"',
    };
  }
  if (metricIds.includes(headline)) return undefined;
  const near = suggest(headline, metricIds);
  return {
    seen: `the headline "${headline}" is no metric of it`,
    hint:
      near === undefined ? `Its metrics are ${metricIds.join(', ') || 'none'}` : `Did you mean "${near}"?`,
  };
}

/**
 * Checks what a definition file exports by default and returns it frozen.
 * @param options.expectedId the file's name without its ending
 * @throws BenchError `DEFINITION_INVALID`
 */
export function checkDefinition(
  value: unknown,
  options: { readonly expectedId: string; readonly path: string },
): BenchmarkDefinition {
  const what = `the benchmark definition "${options.path}"`;
  const definition = parseStrict(definitionSchema, value, { what, code: 'DEFINITION_INVALID' });
  const complaint = findComplaint(definition, options.expectedId);
  if (complaint === undefined) return deepFreeze(definition);
  throw new BenchError('DEFINITION_INVALID', `Cannot read ${what}: ${complaint.seen}`, {
    hint: complaint.hint,
  });
}
