import type { ArmRequest } from '../model/arm.ts';
import { hostPath } from '../model/brands.ts';
import type { ParameterValue } from '../model/plan.ts';
import type { RunManifest } from '../model/run.ts';
import { parseStrict, z } from '../model/schema.ts';
import { launchModes } from '../model/vm-spec.ts';
import { armsSchema } from './arm-schema.ts';
import type { ParameterSettings } from './setting-parameters.ts';
import type { Origin, Setting } from './setting-source.ts';
import type { Settings } from './settings.ts';

const path = z.string().transform(hostPath);
const count = z.int().nonnegative();

/**
 * The effective settings of a run, from its manifest: a later configuration, environment and default count for nothing. What
 * was no default comes from the run.
 * @throws BenchError `RUN_MALFORMED` for a setting that is missing or of another type
 */
export function settingsOfManifest({ settings, runId }: RunManifest): Settings {
  const source = createReader(settings, runId);
  const { required, optional } = source;
  return {
    trials: required('trials', z.int().positive()),
    warmup: required('warmup', count),
    seed: required('seed', count),
    timeoutMs: required('timeoutMs', z.number().positive()),
    allowedFailures: required('allowedFailures', z.number()),
    parameters: readParameters(source, Object.keys(settings)),
    ...optional('title', z.string()),
    placement: required('placement', z.enum(['auto', 'dedicated', 'shared'])),
    ...optional('cpus', z.string()),
    ...optional('harnessCpus', z.string()),
    launch: required('launch', z.enum(launchModes)),
    ...optional('firecracker', path),
    ...optional('jailer', path),
    firecrackerVersion: required('firecrackerVersion', z.string()),
    ...optional(
      'sha256',
      z.object({ firecracker: z.string().exactOptional(), jailer: z.string().exactOptional() }),
    ),
    uidRange: required('uidRange', z.object({ first: count, count })),
    jailBase: required('jailBase', path),
    results: required('results', path),
    baselines: optional('baselines', path).baselines ?? byDefault(hostPath('baselines')),
    benchmarks: required('benchmarks', z.array(path)),
    // A rule that ended the run early is left out: what is measured once more is measured in full.
    noReplace: optional('noReplace', z.boolean()).noReplace ?? byDefault(false),
    ...readArms(source, Object.keys(settings)),
  };
}

/** Runs from before there was the setting. */
function byDefault<T>(value: T): Setting<T> {
  return { value, origin: 'default' };
}

interface Reader {
  readonly required: <T>(name: string, schema: z.ZodType<T>) => Setting<T>;
  readonly optional: <Name extends string, T>(
    name: Name,
    schema: z.ZodType<T>,
  ) => Readonly<Partial<Record<Name, Setting<T>>>>;
}

function createReader(settings: RunManifest['settings'], runId: string): Reader {
  const required = <T>(name: string, schema: z.ZodType<T>): Setting<T> => {
    const found = settings[name];
    const what = `the setting ${name} of the run ${runId}`;
    const value = parseStrict(schema, found?.value, { what, code: 'RUN_MALFORMED' });
    const origin: Origin = found?.origin === 'default' ? 'default' : `config of the run ${runId}`;
    return { value, origin };
  };
  return {
    required,
    optional<Name extends string, T>(name: Name, schema: z.ZodType<T>) {
      const part: Partial<Record<Name, Setting<T>>> = {};
      if (settings[name] !== undefined) part[name] = required(name, schema);
      return part;
    },
  };
}

const parameterPrefix = 'parameters.';
const armPrefix = 'arms.';

function readParameters({ required }: Reader, names: readonly string[]): ParameterSettings {
  const values: z.ZodType<readonly ParameterValue[]> = z.array(
    z.union([z.string(), z.number(), z.boolean()]),
  );
  const ours = names.filter((name) => name.startsWith(parameterPrefix));
  return Object.fromEntries(
    ours.map((name) => [name.slice(parameterPrefix.length), required(name, values)] as const),
  );
}

function readArms({ required }: Reader, names: readonly string[]): Pick<Settings, 'arms'> {
  const ours = names.filter((name) => name.startsWith(armPrefix));
  const [first] = ours;
  if (first === undefined) return {};
  const value = ours.map((name): ArmRequest => {
    const id = name.slice(armPrefix.length);
    const arms = parseStrict(
      armsSchema,
      { [id]: required(name, z.unknown()).value },
      { what: `the arm ${id} of the run`, code: 'RUN_MALFORMED' },
    );
    return { id, fields: arms[id] ?? {} };
  });
  return { arms: { value, origin: required(first, z.unknown()).origin } };
}
