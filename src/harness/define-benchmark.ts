import { BenchError } from '../base/errors.ts';
import type { BenchmarkDefinition, Collector, ParameterGrid } from '../model/definition.ts';
import type { PreparedVm } from '../model/vm.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { ParameterValue } from '../model/plan.ts';
import { parseStrict, schemaOf, z } from '../model/schema.ts';
import { findComplaint } from './definition-complaints.ts';
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
  mayBeAbsent: z.literal(true).exactOptional(),
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
    limits: z.array(z.strictObject({ metric: metricId, atMost: z.number() })).exactOptional(),
    slopes: z.array(z.strictObject({ metric: metricId, over: parameterName })).exactOptional(),
    vm: functionSchema<BenchmarkDefinition['vm']>(),
    fixture: functionSchema<NonNullable<BenchmarkDefinition['fixture']>>().exactOptional(),
    fixtureParameters: z.array(parameterName).exactOptional(),
    prepare: functionSchema<NonNullable<BenchmarkDefinition['prepare']>>().exactOptional(),
    measure: functionSchema<BenchmarkDefinition['measure']>(),
  }),
);

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
