import { BenchError } from '../base/errors.ts';
import { requireReadableFormat } from './format-version.ts';
import { hostFactsSchema } from './host-facts-schema.ts';
import type { Samples } from './metric.ts';
import type { ImportedRun } from './imported-run.ts';
import { metricSchema } from './metric-schema.ts';
import { findingSchema, planSchema } from './plan-schema.ts';
import { runFormatVersion, type BenchmarkFacts, type RunEnd, type RunManifest } from './run.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from './schema.ts';
import type { RunStop } from './stopping.ts';
import { trialRecordSchema } from './trial-schema.ts';
import type { TrialRecord } from './trial.ts';

const benchmarkSchema: z.ZodType<BenchmarkFacts> = schemaOf<BenchmarkFacts>()(
  z.object({
    id: z.string(),
    question: z.string(),
    timedSpan: z.string(),
    disturbedBy: z.array(z.string()),
    headline: z.string(),
    metrics: z.array(metricSchema),
    limits: z.array(z.object({ metric: z.string(), atMost: z.number() })).exactOptional(),
    slopes: z.array(z.object({ metric: z.string(), over: z.string() })).exactOptional(),
  }),
);

const stopSchema: z.ZodType<RunStop> = schemaOf<RunStop>()(
  z.object({
    by: z.enum(['precision', 'budget', 'sequential']),
    blocks: z.int().nonnegative(),
    look: z.int().positive().exactOptional(),
  }),
);

const endSchema: z.ZodType<RunEnd> = schemaOf<RunEnd>()(
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('running') }),
    z.object({ status: z.literal('imported') }),
    z.object({
      status: z.enum(['complete', 'interrupted', 'failed']),
      endedAt: z.iso.datetime(),
      runnerPeakRssKib: z.number(),
      stoppedBy: stopSchema.exactOptional(),
    }),
  ]),
);

const importedSchema: z.ZodType<ImportedRun> = schemaOf<ImportedRun>()(
  z.object({
    source: z.string(),
    toolVersion: z.string().exactOptional(),
    files: z.array(z.object({ name: z.string(), sha256: z.string() })),
    isOrdered: z.boolean(),
    hasBlocks: z.boolean(),
    remarks: z.array(z.string()),
    missing: z.array(z.string()),
  }),
);

const manifestSchema: z.ZodType<RunManifest> = schemaOf<RunManifest>()(
  z.object({
    format: z.string(),
    runId: z.string(),
    title: z.string(),
    startedAt: z.iso.datetime().exactOptional(),
    end: endSchema,
    command: z.array(z.string()),
    settings: z.record(z.string(), z.object({ value: z.unknown(), origin: z.string() })),
    plan: planSchema,
    benchmarks: z.array(benchmarkSchema),
    digests: z.array(
      z.object({
        role: z.string(),
        path: z.string(),
        sha256: z.string(),
        arms: z.array(z.string()).exactOptional(),
      }),
    ),
    measuredCpus: z.array(z.int().nonnegative()),
    harnessCpus: z.array(z.int().nonnegative()),
    host: hostFactsSchema.exactOptional(),
    versions: z.record(z.string(), z.string()),
    findings: z.array(findingSchema),
    effectiveConfigs: z
      .array(z.object({ caseId: z.string(), armId: z.string(), trialId: z.string(), config: z.unknown() }))
      .exactOptional(),
    imported: importedSchema.exactOptional(),
  }),
);

/**
 * Parses the content of `manifest.json`. Fields that this version does not know are left out, as a newer minor
 * version may add them; the format is looked at first, so that a newer major is told from a damaged file.
 * @param what object of the sentence "Cannot read …"
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseRunManifest(value: unknown, what: string): RunManifest {
  requireReadableFormat(value, { what, version: runFormatVersion });
  const manifest = parseStrict(manifestSchema, value, { what, code: 'RUN_MALFORMED' });
  requireMeasuredFacts(manifest, what);
  return manifest;
}

/** What only an imported run may lack. */
function requireMeasuredFacts({ imported, startedAt, host, plan, end }: RunManifest, what: string): void {
  if (imported !== undefined) return;
  const isThere = {
    startedAt: startedAt !== undefined,
    host: host !== undefined,
    'plan.arms[].launch': plan.arms.every(({ launch }) => launch !== undefined),
    'plan.arms[].firecrackerVersion': plan.arms.every((arm) => arm.firecrackerVersion !== undefined),
    'plan.cases[].placement': plan.cases.every(({ placement }) => placement !== undefined),
    imported: end.status !== 'imported',
  };
  const missing = Object.entries(isThere).flatMap(([name, is]) => (is ? [] : [`"${name}" is missing`]));
  if (missing.length === 0) return;
  throw new BenchError('RUN_MALFORMED', `Cannot read ${what}: ${missing.join('; ')}`);
}

/**
 * Parses one line of `samples.ndjson`, as leniently as `parseRunManifest`.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseTrialRecord(value: unknown, what: string): TrialRecord {
  const options = { what, code: 'RUN_MALFORMED' } as const;
  if (!hasPlainSamples(value)) return parseStrict(trialRecordSchema, value, options);
  const { samples } = value;
  return { ...parseStrict(trialRecordSchema, { ...value, samples: {} }, options), samples };
}

/**
 * Whether the schema would take the samples as they are. A trial may have a thousand, and asking the schema for each takes most of the time
 * of reading a journal; whatever is not plain is left to it, and to its words.
 */
function hasPlainSamples(value: unknown): value is { readonly samples: Samples } {
  if (typeof value !== 'object' || value === null || !('samples' in value)) return false;
  const { samples } = value;
  if (typeof samples !== 'object' || samples === null || Array.isArray(samples)) return false;
  return Object.values(samples).every(Number.isFinite) && !Object.hasOwn(samples, '__proto__');
}

/** JSON Schema of `manifest.json`; published as `schema/run-manifest.schema.json`. */
export function runManifestJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'manifest.json of a microvm-bench run folder',
    description: `Everything about a run that is not a trial. Format ${runFormatVersion}.`,
    ...jsonSchemaOf(manifestSchema),
  };
}

/** JSON Schema of one line of `samples.ndjson`; published as `schema/trial-record.schema.json`. */
export function trialRecordJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'One line of samples.ndjson of a microvm-bench run folder',
    description: `One trial. Times are integer nanoseconds. Format ${runFormatVersion}.`,
    ...jsonSchemaOf(trialRecordSchema),
  };
}
