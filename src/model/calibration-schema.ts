import {
  calibrationFormatVersion,
  type Calibration,
  type CalibrationPlan,
  type CanaryOutcome,
  type CanaryPlan,
  type FalseAlarms,
  type MetricFalseAlarms,
  type SeenShare,
} from './calibration.ts';
import { requireReadableFormat } from './format-version.ts';
import { ruleSchema } from './verdict-schema.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from './schema.ts';

const count = z.int().nonnegative();
const positive = z.number().positive();

const canaryPlan = z.object({
  armId: z.string(),
  size: positive,
  delayLoops: count,
  builtIn: z.record(z.string(), positive),
  blocks: z.int().positive(),
  detectable: positive,
  isPromised: z.boolean(),
});
const canaryPlanSchema: z.ZodType<CanaryPlan> = schemaOf<CanaryPlan>()(canaryPlan);

const planSchema: z.ZodType<CalibrationPlan> = schemaOf<CalibrationPlan>()(
  z.object({
    format: z.string(),
    alpha: z.number(),
    baseArm: z.string(),
    againArm: z.string(),
    blocks: z.int().positive(),
    gated: z.array(ruleSchema).exactOptional(),
    canaryMargin: z.number().nonnegative(),
    canaries: z.array(canaryPlanSchema),
    pilotRunId: z.string().exactOptional(),
  }),
);

const interval = z.object({ lower: z.number(), upper: z.number(), coverage: z.number() });
const shareSchema: z.ZodType<SeenShare> = schemaOf<SeenShare>()(
  z.object({ hits: count, count, interval: interval.exactOptional() }),
);

const falseAlarms = z.object({ comparisons: count, significant: shareSchema, called: shareSchema });
const falseAlarmsSchema: z.ZodType<FalseAlarms> = schemaOf<FalseAlarms>()(falseAlarms);

const metricSchema: z.ZodType<MetricFalseAlarms> = schemaOf<MetricFalseAlarms>()(
  falseAlarms.extend({
    metricId: z.string(),
    isGated: z.boolean(),
    unit: z.enum(['us', 'ms', 'KiB', 'MiB', 'percent', 'count']),
    scale: z.enum(['ratio', 'difference']),
    standardError: z.number().exactOptional(),
    intervalStandardError: z.number().exactOptional(),
    detectable: z.number().exactOptional(),
  }),
);

const outcomeSchema: z.ZodType<CanaryOutcome> = schemaOf<CanaryOutcome>()(
  canaryPlan.extend({
    comparisons: count,
    detected: shareSchema,
    builtInRatio: z.number().exactOptional(),
    estimatedRatio: z.number().exactOptional(),
    observedDetectable: z.number().exactOptional(),
    neededBlocks: count.exactOptional(),
  }),
);

const calibrationSchema: z.ZodType<Calibration> = schemaOf<Calibration>()(
  z.object({
    format: z.string(),
    runId: z.string(),
    plan: planSchema,
    falseAlarms: z.object({
      gated: falseAlarmsSchema,
      all: falseAlarmsSchema,
      metrics: z.array(metricSchema),
    }),
    curve: z.array(
      z.object({ metricId: z.string(), blocks: count, detectable: z.number(), minutes: z.number() }),
    ),
    canaries: z.array(outcomeSchema),
  }),
);

/**
 * Parses the content of `calibration-plan.json`.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseCalibrationPlan(value: unknown, what: string): CalibrationPlan {
  requireReadableFormat(value, { what, version: calibrationFormatVersion });
  return parseStrict(planSchema, value, { what, code: 'RUN_MALFORMED' });
}

/**
 * Parses the content of `calibration.json`.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseCalibration(value: unknown, what: string): Calibration {
  requireReadableFormat(value, { what, version: calibrationFormatVersion });
  return parseStrict(calibrationSchema, value, { what, code: 'RUN_MALFORMED' });
}

/** JSON Schema of `calibration.json`; published as `schema/calibration.schema.json`. */
export function calibrationJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'calibration.json of microvm-bench calibrate',
    description: `How often a host shows differences that are not there, and misses those that are. Format ${calibrationFormatVersion}.`,
    ...jsonSchemaOf(calibrationSchema),
  };
}
