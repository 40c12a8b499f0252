import type { Interval } from './interval.ts';
import {
  verdicts,
  type Comparison,
  type ComparisonSide,
  type Effect,
  type FailureComparison,
} from './comparison.ts';
import { gateModes, type Waiver } from './gate-policy.ts';
import {
  gateStatuses,
  verdictFormatVersion,
  type EffectivePolicy,
  type FreshVerdict,
  type GateConfirmation,
  type GatedComparison,
  type GateVerdict,
  type LimitVerdict,
} from './gate-verdict.ts';
import { metricSchema } from './metric-schema.ts';
import { findingSchema } from './plan-schema.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from './schema.ts';

const count = z.int().nonnegative();
const verdict = z.enum(verdicts);
const mode = z.enum(gateModes);

const intervalSchema: z.ZodType<Interval> = schemaOf<Interval>()(
  z.object({ lower: z.number(), upper: z.number(), coverage: z.number() }),
);

const effectSchema: z.ZodType<Effect> = schemaOf<Effect>()(
  z.object({
    estimate: z.number(),
    interval: intervalSchema.exactOptional(),
    equivalenceInterval: intervalSchema.exactOptional(),
  }),
);

const shareCount = z.object({ hits: count, count });
const comparedSide = z.object({ count, median: z.number().exactOptional() });

const sideSchema: z.ZodType<ComparisonSide> = schemaOf<ComparisonSide>()(
  z.object({ id: z.string(), armId: z.string(), runIds: z.array(z.string()) }),
);

const comparisonSchema: z.ZodType<Comparison> = schemaOf<Comparison>()(
  z.object({
    caseId: z.string(),
    candidateId: z.string(),
    metric: metricSchema,
    isGated: z.boolean(),
    base: comparedSide,
    candidate: comparedSide,
    unit: z.enum(['block', 'trial', 'run']),
    unitCount: count,
    scale: z.enum(['ratio', 'difference']),
    ratio: effectSchema.exactOptional(),
    difference: effectSchema.exactOptional(),
    test: z
      .object({
        p: z.number(),
        adjustedP: z.number(),
        family: z.enum(['gated', 'explored']),
        familySize: count,
        alpha: z.number(),
        smallestP: z.number(),
        method: z.string(),
      })
      .exactOptional(),
    margin: z.object({ relative: z.number(), absolute: z.number() }),
    effectiveMargin: z.number().exactOptional(),
    detectable: z.number().exactOptional(),
    more: z.object({ trials: count, minutes: z.number() }).exactOptional(),
    tail: z
      .object({
        limit: z.number(),
        probability: z.number(),
        base: shareCount,
        candidate: shareCount,
        p: z.number(),
      })
      .exactOptional(),
    runs: z.array(z.object({ runId: z.string(), unitCount: count, effect: effectSchema })).exactOptional(),
    verdict,
    steps: z.array(z.object({ check: z.string(), saw: z.string(), needed: z.string(), holds: z.boolean() })),
    flips: z.array(z.string()),
  }),
);

const failureSchema: z.ZodType<FailureComparison> = schemaOf<FailureComparison>()(
  z.object({
    caseId: z.string(),
    candidateId: z.string(),
    base: shareCount,
    candidate: shareCount,
    difference: effectSchema.exactOptional(),
    adjustedP: z.number(),
    verdict,
  }),
);

const waiverSchema: z.ZodType<Waiver> = schemaOf<Waiver>()(
  z.object({
    metric: z.string(),
    cases: z.string().exactOptional(),
    reason: z.string(),
    owner: z.string(),
    until: z.string(),
  }),
);

/** Of one rule of a policy. */
export const ruleSchema: z.ZodType<EffectivePolicy['metrics'][number]> = schemaOf<
  EffectivePolicy['metrics'][number]
>()(z.object({ pattern: z.string(), cases: z.string(), margin: z.string(), mode }));

const policySchema: z.ZodType<EffectivePolicy> = schemaOf<EffectivePolicy>()(
  z.object({
    alpha: z.number(),
    metrics: z.array(ruleSchema),
    limits: z.array(z.object({ limit: z.string(), cases: z.string(), mode })),
    waivers: z.array(waiverSchema),
    inconclusive: z.enum(['pass', 'fail']),
    invalid: z.enum(['pass', 'fail']),
  }),
);

const freshSchema: z.ZodType<FreshVerdict> = schemaOf<FreshVerdict>()(
  z.object({ runId: z.string(), verdict, sentence: z.string() }),
);

const confirmationSchema: z.ZodType<GateConfirmation> = schemaOf<GateConfirmation>()(
  z.object({
    firstRunId: z.string(),
    runId: z.string(),
    trials: count,
    caseIds: z.array(z.string()),
    asked: count,
    confirmed: count,
  }),
);

const gatedSchema: z.ZodType<GatedComparison> = schemaOf<GatedComparison>()(
  z.object({
    mode,
    waiver: waiverSchema.exactOptional(),
    sentence: z.string(),
    comparison: comparisonSchema,
    fresh: freshSchema.exactOptional(),
  }),
);

const limitSchema: z.ZodType<LimitVerdict> = schemaOf<LimitVerdict>()(
  z.object({
    limit: z.string(),
    caseId: z.string(),
    candidateId: z.string(),
    metricId: z.string(),
    unit: z.enum(['us', 'ms', 'KiB', 'MiB', 'percent', 'count']),
    mode,
    waiver: waiverSchema.exactOptional(),
    value: z.number(),
    hits: count,
    count,
    verdict,
    sentence: z.string(),
    fresh: freshSchema.exactOptional(),
  }),
);

const verdictSchema: z.ZodType<GateVerdict> = schemaOf<GateVerdict>()(
  z.object({
    format: z.string(),
    tool: z.string(),
    status: z.enum(gateStatuses),
    exitCode: count,
    summary: z.string(),
    reasons: z.array(z.string()),
    otherReasons: z.array(z.string()),
    base: sideSchema.exactOptional(),
    candidates: z.array(sideSchema),
    policy: policySchema,
    confirmation: confirmationSchema.exactOptional(),
    comparisons: z.array(gatedSchema),
    limits: z.array(limitSchema),
    failures: z.array(failureSchema),
    unmatched: z.array(z.string()),
    findings: z.array(findingSchema),
  }),
);

/**
 * Parses the content of `verdict.json`.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseGateVerdict(value: unknown, what: string): GateVerdict {
  return parseStrict(verdictSchema, value, { what, code: 'RUN_MALFORMED' });
}

/** JSON Schema of `verdict.json`; published as `schema/verdict.schema.json`. */
export function verdictJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'verdict.json of microvm-bench gate',
    description: `What a gate came to, and why. Format ${verdictFormatVersion}.`,
    ...jsonSchemaOf(verdictSchema),
  };
}
