import { parseDurationMs } from '../base/units.ts';
import { gateConfigSchema, type GateConfig } from '../model/gate-policy.ts';
import type { ArmFields } from '../model/arm.ts';
import type { PlacementPolicyName } from '../model/placement.ts';
import type { ParameterValue } from '../model/plan.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from '../model/schema.ts';
import { launchModes, type LaunchMode } from '../model/vm-spec.ts';
import { armsSchema } from './arm-schema.ts';
import { deepFreeze } from './deep-freeze.ts';
import {
  isCpuList,
  isVersion,
  looksRange,
  parsePrecision,
  precisionNeeded,
  seedMax,
  uidMax,
} from './setting-rules.ts';

/** What `microvm-bench.config.{ts,mts,mjs,js,json}` may say. Paths count from the file's own folder. */
export interface BenchConfig {
  /** For editors of the JSON form; has no effect. */
  readonly $schema?: string;
  /** Paths of the binaries under test; without them those that `microvm-bench setup` installed are taken. */
  readonly firecracker?: string;
  readonly jailer?: string;
  /** The release that the binaries must be, as "1.12.1". */
  readonly firecrackerVersion?: string;
  /** Expected digests, in lower-case hexadecimal: another binary is not executed. */
  readonly sha256?: { readonly firecracker?: string; readonly jailer?: string };
  /** Folder under which the jailer makes its jails. */
  readonly jailBase?: string;
  /** Folder of the run folders. */
  readonly results?: string;
  /** Folder of the baselines that `microvm-bench gate` compares with. */
  readonly baselines?: string;
  /** Files with benchmark definitions, or folders that hold such files directly. */
  readonly benchmarks?: readonly string[];
  /** Trials of each case and arm, warm-up not counted. */
  readonly trials?: number;
  /** Warm-up trials of each case and arm. */
  readonly warmup?: number;
  /** Makes the order of the trials; a whole number below 2^32. */
  readonly seed?: number;
  /** The longest that any single wait of a trial may take, with its unit: "30s". */
  readonly timeout?: string;
  /** The run may end once the 95 % interval of every case is this narrow: "±1%". */
  readonly stopWhen?: string;
  /** No further block begins after this long, with its unit: "20m". */
  readonly budget?: string;
  /** Looks of a group-sequential plan, 2 to 5. */
  readonly looks?: number;
  /** Whether blocks that the host has disturbed are left out without being repeated. */
  readonly noReplace?: boolean;
  readonly placement?: PlacementPolicyName;
  /** CPUs that microVMs may run on, as a kernel list: "2-5,8". */
  readonly cpus?: string;
  /** CPUs that the harness keeps itself on, as a kernel list. */
  readonly harnessCpus?: string;
  readonly launch?: LaunchMode;
  /** User ids that jails run under, one a microVM. */
  readonly uidRange?: { readonly first: number; readonly count: number };
  /** Share of the trials that may fail before the run counts as failed, 0 to 1. */
  readonly allowedFailures?: number;
  /** Values that replace a parameter's own ones, in every benchmark that has it. */
  readonly parameters?: Readonly<Record<string, readonly ParameterValue[]>>;
  /** What `microvm-bench gate` lets pass. */
  readonly gate?: GateConfig;
  /** The variants to compare, by name; each has what is said of it, and the rest from the run. */
  readonly arms?: Readonly<Record<string, ArmFields>>;
}

/** Names the type of a configuration and freezes it. It is the default export of the configuration file. */
export function defineConfig(config: BenchConfig): BenchConfig {
  return deepFreeze(config);
}

function isDuration(text: string): boolean {
  try {
    return parseDurationMs(text) > 0;
  } catch {
    return false; // the schema's own message says what is needed
  }
}

const path = z.string().min(1, 'a path is needed');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits are needed');
const cpuList = z.string().refine(isCpuList, 'a list like "2-5,8" is needed');

function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  return z
    .number()
    .int('a whole number is needed')
    .min(min, `at least ${String(min)} is needed`)
    .max(max, `at most ${String(max)} is allowed`);
}

const configSchema: z.ZodType<BenchConfig> = schemaOf<BenchConfig>()(
  z.strictObject({
    $schema: z.string().exactOptional(),
    firecracker: path.exactOptional(),
    jailer: path.exactOptional(),
    firecrackerVersion: z.string().refine(isVersion, 'a version like "1.12.1" is needed').exactOptional(),
    sha256: z
      .strictObject({ firecracker: sha256.exactOptional(), jailer: sha256.exactOptional() })
      .exactOptional(),
    jailBase: path.exactOptional(),
    results: path.exactOptional(),
    baselines: path.exactOptional(),
    benchmarks: z.array(path).exactOptional(),
    trials: wholeNumber(1).exactOptional(),
    warmup: wholeNumber(0).exactOptional(),
    seed: wholeNumber(0, seedMax).exactOptional(),
    timeout: z.string().refine(isDuration, 'a duration with its unit is needed, as "30s"').exactOptional(),
    stopWhen: z
      .string()
      .refine((text) => parsePrecision(text) !== undefined, precisionNeeded)
      .exactOptional(),
    budget: z.string().refine(isDuration, 'a duration with its unit is needed, as "20m"').exactOptional(),
    looks: wholeNumber(looksRange.min, looksRange.max).exactOptional(),
    noReplace: z.boolean().exactOptional(),
    placement: z.enum(['auto', 'dedicated', 'shared']).exactOptional(),
    cpus: cpuList.exactOptional(),
    harnessCpus: cpuList.exactOptional(),
    launch: z.enum(launchModes).exactOptional(),
    uidRange: z
      .strictObject({ first: wholeNumber(1, uidMax), count: wholeNumber(1, uidMax) })
      .refine(({ first, count }) => first + count - 1 <= uidMax, `it may not end above ${String(uidMax)}`)
      .exactOptional(),
    allowedFailures: z.number().min(0, 'at least 0 is needed').max(1, 'at most 1 is allowed').exactOptional(),
    parameters: z
      .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1))
      .exactOptional(),
    gate: gateConfigSchema.exactOptional(),
    arms: armsSchema.exactOptional(),
  }),
);

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/**
 * Checks what a configuration file holds. A key whose value is undefined counts as absent, so that a file may
 * compute its values.
 * @throws BenchError `CONFIG_INVALID`
 */
export function checkConfig(value: unknown, options: { readonly path: string }): BenchConfig {
  const what = `the configuration "${options.path}"`;
  return deepFreeze(parseStrict(configSchema, withoutUndefined(value), { what, code: 'CONFIG_INVALID' }));
}

/** JSON Schema of the configuration file, for editors; a JSON file names it by `$schema`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'microvm-bench.config.json',
    description: 'Settings of microvm-bench. Flags and environment variables go before them.',
    ...jsonSchemaOf(configSchema),
  };
}
