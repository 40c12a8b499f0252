import type { NoiseDifference } from './noise.ts';
import type { AppliedPlacement } from './placement.ts';
import { launchModeSchema } from './plan-schema.ts';
import { schemaOf, z } from './schema.ts';
import { phaseNames } from './timeline.ts';
import type { TrialOutcome, TrialRecord, VmRecord } from './trial.ts';

const count = z.int().nonnegative();
const nanoseconds = z.int().nonnegative();

const outcomeSchema: z.ZodType<TrialOutcome> = schemaOf<TrialOutcome>()(
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('ok') }),
    z.object({
      status: z.literal('failed'),
      code: z.string(),
      reason: z.string(),
      hint: z.string().exactOptional(),
      causes: z.array(z.string()),
      lastLogLines: z.array(z.string()),
      evidence: z.string().exactOptional(),
    }),
    z.object({ status: z.literal('aborted'), reason: z.string() }),
  ]),
);

const exitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: z.int() }),
  z.object({ kind: z.literal('signal'), signal: z.int() }),
  z.object({ kind: z.literal('unknown') }),
]);

const activitySource = z.enum(['kvm-trace', 'console', 'uffd-fault']);

const vmSchema: z.ZodType<VmRecord> = schemaOf<VmRecord>()(
  z.object({
    vmId: z.string(),
    uid: count,
    pid: count,
    launch: launchModeSchema,
    firecrackerVersion: z.string(),
    end: z
      .object({ exit: exitSchema, steps: z.array(z.string()), fault: z.string().exactOptional() })
      .exactOptional(),
    uffd: z
      .object({
        faultCount: count,
        copiedKib: z.number().nonnegative(),
        serviceUs: z.number().nonnegative(),
        firstGuestFaultNs: z.number().exactOptional(),
      })
      .exactOptional(),
    firstActivities: z.array(z.object({ source: activitySource, afterStartUs: z.number() })).exactOptional(),
    outputSources: z.array(activitySource).exactOptional(),
    untraced: z.string().exactOptional(),
    snapshot: z
      .object({
        vmstateSha256: z.string(),
        memorySha256: z.string(),
        memoryAllocatedKib: z.number().nonnegative(),
      })
      .exactOptional(),
    snapshotCache: z
      .object({ wanted: z.enum(['warm', 'cold']), residentShare: z.number().min(0).max(1).exactOptional() })
      .exactOptional(),
    majorFaults: count.exactOptional(),
    missedLogCount: count.exactOptional(),
    effectiveConfig: z.unknown().exactOptional(),
  }),
);

const appliedPlacementSchema: z.ZodType<AppliedPlacement> = schemaOf<AppliedPlacement>()(
  z.object({
    policy: z.enum(['dedicated', 'shared']),
    confinement: z.enum(['cpuset-v1', 'cpuset-v2', 'affinity']),
    setter: z.string(),
    threads: z.array(
      z.object({
        tid: count,
        comm: z.string(),
        role: z.string(),
        allowedCpus: z.array(count),
        lastCpu: count,
        migrations: count.exactOptional(),
        runNs: nanoseconds,
        waitNs: nanoseconds,
        involuntarySwitches: count,
      }),
    ),
  }),
);

const noiseSchema: z.ZodType<NoiseDifference> = schemaOf<NoiseDifference>()(
  z.object({
    spanNs: nanoseconds,
    stealUs: z.int(),
    cpuPressureUs: z.int().exactOptional(),
    memoryPressureUs: z.int().exactOptional(),
    ioPressureUs: z.int().exactOptional(),
    majorFaults: z.int(),
    swappedInPages: z.int(),
    swappedOutPages: z.int(),
    ksmSharedPages: z.int().exactOptional(),
    otherVms: count,
  }),
);

/** One line of `samples.ndjson`. A sample is a finite number: null and NaN are refused. */
export const trialRecordSchema: z.ZodType<TrialRecord> = schemaOf<TrialRecord>()(
  z.object({
    trialId: z.string(),
    caseId: z.string(),
    armId: z.string(),
    block: count,
    position: count,
    isWarmup: z.boolean(),
    startedAt: z.iso.datetime().exactOptional(),
    wallNs: nanoseconds.exactOptional(),
    phases: z.array(
      z.object({
        name: z.enum(phaseNames),
        startNs: z.int(),
        durationNs: z.int(),
        harnessCpuNs: z.int().nonnegative(),
      }),
    ),
    unaccountedNs: z.int().exactOptional(),
    marks: z.array(z.object({ name: z.string(), atNs: z.int(), source: z.literal('vmm-log') })),
    outcome: outcomeSchema,
    samples: z.record(z.string(), z.number()),
    observations: z.string().exactOptional(),
    vms: z.array(vmSchema),
    placement: appliedPlacementSchema.exactOptional(),
    noise: noiseSchema.exactOptional(),
    harnessCpuNs: nanoseconds,
  }),
);
