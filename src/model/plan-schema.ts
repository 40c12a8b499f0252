import type { Finding } from './finding.ts';
import type { PlannedPlacement } from './placement.ts';
import type { Plan } from './plan.ts';
import { schemaOf, z } from './schema.ts';
import type { Stopping } from './stopping.ts';
import type { Validity } from './validity.ts';
import { launchModes, type LaunchMode } from './vm-spec.ts';

const count = z.int().nonnegative();
const cpus = z.array(count);

export const launchModeSchema: z.ZodType<LaunchMode> = schemaOf<LaunchMode>()(z.enum(launchModes));

export const findingSchema: z.ZodType<Finding> = schemaOf<Finding>()(
  z.object({
    rule: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    message: z.string(),
    advice: z.string(),
  }),
);

const placementSchema: z.ZodType<PlannedPlacement> = schemaOf<PlannedPlacement>()(
  z.object({
    policy: z.enum(['dedicated', 'shared']),
    confineTo: cpus,
    vmm: cpus,
    api: cpus,
    vcpus: z.array(cpus),
  }),
);

const overrideSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

const plannedTrial = z.object({
  id: z.string(),
  caseId: z.string(),
  armId: z.string(),
  block: count,
  position: count,
  isWarmup: z.boolean(),
});

const budgetMs = z.number().positive();

const stoppingSchema: z.ZodType<Stopping> = schemaOf<Stopping>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('fixed') }),
    z.object({
      kind: z.literal('precision'),
      halfWidth: z.number(),
      leastBlocks: count,
      budgetMs: budgetMs.exactOptional(),
    }),
    z.object({ kind: z.literal('budget'), budgetMs }),
    z.object({
      kind: z.literal('sequential'),
      alpha: z.number(),
      looks: z.array(z.object({ blocks: count, bound: z.number(), alpha: z.number() })),
      budgetMs: budgetMs.exactOptional(),
    }),
  ]),
);

const validitySchema: z.ZodType<Validity> = schemaOf<Validity>()(
  z.object({
    rules: z.array(
      z.object({
        metric: z.string(),
        atMost: z.number(),
        of: z.enum(['value', 'time']),
        resolution: z.number().exactOptional(),
        ofOneVm: z.literal(true).exactOptional(),
      }),
    ),
    mostInvalidBlocks: count,
    replaces: z.boolean(),
  }),
);

/** `plan` of `manifest.json`. */
export const planSchema: z.ZodType<Plan> = schemaOf<Plan>()(
  z.object({
    seed: z.number(),
    generator: z.string(),
    arms: z.array(
      z.object({
        id: z.string(),
        firecrackerVersion: z.string().exactOptional(),
        launch: launchModeSchema.exactOptional(),
        overrides: z.record(z.string(), overrideSchema).exactOptional(),
      }),
    ),
    armDifferences: z.array(z.object({ what: z.string(), values: z.array(z.string()) })).exactOptional(),
    cases: z.array(
      z.object({
        id: z.string(),
        benchmarkId: z.string(),
        point: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        placement: placementSchema.exactOptional(),
        armPlacements: z.record(z.string(), placementSchema).exactOptional(),
      }),
    ),
    blocks: z.array(
      z.object({
        index: count,
        caseId: z.string(),
        isWarmup: z.boolean(),
        trials: z.array(plannedTrial),
        replaces: count.exactOptional(),
      }),
    ),
    trialsPerCase: count,
    trialTimeoutMs: z.number(),
    stopping: stoppingSchema.exactOptional(),
    validity: validitySchema.exactOptional(),
    findings: z.array(findingSchema),
  }),
);
