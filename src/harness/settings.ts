import { dirname, resolve } from 'node:path';
import { parseDurationMs } from '../base/units.ts';
import type { ArmRequest } from '../model/arm.ts';
import { hostPath, type HostPath } from '../model/brands.ts';
import type { PlacementPolicyName } from '../model/placement.ts';
import { launchModes, type LaunchMode } from '../model/vm-spec.ts';
import type { BenchConfig } from './define-config.ts';
import { chooseArms } from './setting-arms.ts';
import { chooseParameters, type ParameterSettings } from './setting-parameters.ts';
import { isCpuList, isVersion, placementPolicies, seedMax } from './setting-rules.ts';
import {
  checkEnvironment,
  configSetting,
  createChooser,
  givenTexts,
  type Choose,
  type Setting,
  type SettingSources,
} from './setting-source.ts';
import { chooseStop, type StopSettings } from './setting-stop.ts';
import { anyText, durationMs, oneOf, textThat, wholeNumber, type TextReader } from './setting-text.ts';

/** User ids `first` to `first + count - 1`. */
export interface UidRange {
  readonly first: number;
  readonly count: number;
}

/** What a run is made with. An absent setting leaves the choice to the installation or the host. */
export interface Settings extends StopSettings {
  /** Trials of each case and arm, without warm-up. */
  readonly trials: Setting<number>;
  /** Warm-up trials of each case and arm. */
  readonly warmup: Setting<number>;
  readonly seed: Setting<number>;
  readonly timeoutMs: Setting<number>;
  /** Share of the trials that may fail, 0 to 1. */
  readonly allowedFailures: Setting<number>;
  /** Values of flags and environment are texts, those of a config have their types. */
  readonly parameters: ParameterSettings;
  /** In the order in which they were given; without them the run has one arm, of its own binaries. */
  readonly arms?: Setting<readonly ArmRequest[]>;
  readonly title?: Setting<string>;
  readonly placement: Setting<PlacementPolicyName>;
  /** Kernel CPU lists, of which only the syntax is checked. */
  readonly cpus?: Setting<string>;
  readonly harnessCpus?: Setting<string>;
  readonly launch: Setting<LaunchMode>;
  readonly firecracker?: Setting<HostPath>;
  readonly jailer?: Setting<HostPath>;
  readonly firecrackerVersion: Setting<string>;
  readonly sha256?: Setting<NonNullable<BenchConfig['sha256']>>;
  readonly uidRange: Setting<UidRange>;
  readonly jailBase: Setting<HostPath>;
  readonly results: Setting<HostPath>;
  readonly baselines: Setting<HostPath>;
  readonly benchmarks: Setting<readonly HostPath[]>;
}

type Part<Name extends keyof Settings> = Pick<Settings, Name>;
type MeasuringPart = Part<'trials' | 'warmup' | 'seed' | 'timeoutMs' | 'allowedFailures'>;
type PlacementPart = Part<'placement' | 'cpus' | 'harnessCpus'>;
type InstallationPart = Part<
  'launch' | 'firecracker' | 'jailer' | 'firecrackerVersion' | 'sha256' | 'uidRange'
>;
type PathName = 'firecracker' | 'jailer' | 'jailBase' | 'results' | 'baselines';
type FolderPart = Part<'jailBase' | 'results' | 'baselines' | 'benchmarks'>;

const cpuList = textThat(isCpuList, 'a CPU list like 2-5,8 is needed');
const version = textThat(isVersion, 'a version like 1.12.1 is needed');

function byDefault<T>(value: T): Setting<T> {
  return { value, origin: 'default' };
}

function chooseMeasuring(choose: Choose, sources: SettingSources): MeasuringPart {
  const { config } = sources;
  const timeoutMs = config.timeout === undefined ? undefined : parseDurationMs(config.timeout);
  return {
    trials: choose('trials', wholeNumber(1), config.trials) ?? byDefault(20),
    warmup: choose('warmup', wholeNumber(0), config.warmup) ?? byDefault(2),
    seed: choose('seed', wholeNumber(0, seedMax), config.seed) ?? byDefault(sources.randomSeed),
    timeoutMs: choose('timeout', durationMs, timeoutMs) ?? byDefault(10_000),
    allowedFailures: configSetting(sources, config.allowedFailures) ?? byDefault(0),
  };
}

function choosePlacement(choose: Choose, { config }: SettingSources): PlacementPart {
  const cpus = choose('cpus', cpuList, config.cpus);
  const harnessCpus = choose('harnessCpus', cpuList, config.harnessCpus);
  return {
    placement: choose('placement', oneOf(placementPolicies), config.placement) ?? byDefault('auto'),
    ...(cpus && { cpus }),
    ...(harnessCpus && { harnessCpus }),
  };
}

/** Paths of a config count from the folder of its file. */
function configPaths(sources: SettingSources): (path: string) => HostPath {
  const folder = sources.configPath === undefined ? '.' : dirname(sources.configPath);
  return (path) => hostPath(resolve(sources.cwd, folder, path));
}

function typedPath({ cwd }: SettingSources): TextReader<HostPath> {
  return (text, where) => hostPath(resolve(cwd, anyText(text, where)));
}

function choosePath(choose: Choose, sources: SettingSources, name: PathName): Setting<HostPath> | undefined {
  const configured = sources.config[name];
  const fromConfig = configured === undefined ? undefined : configPaths(sources)(configured);
  return choose(name, typedPath(sources), fromConfig);
}

function chooseInstallation(choose: Choose, sources: SettingSources): InstallationPart {
  const { config } = sources;
  const firecracker = choosePath(choose, sources, 'firecracker');
  const jailer = choosePath(choose, sources, 'jailer');
  const sha256 = configSetting(sources, config.sha256);
  return {
    launch: choose('launch', oneOf(launchModes), config.launch) ?? byDefault('pid-namespace'),
    firecrackerVersion:
      choose('firecrackerVersion', version, config.firecrackerVersion) ?? byDefault('1.12.1'),
    uidRange: configSetting(sources, config.uidRange) ?? byDefault({ first: 70_000, count: 1000 }),
    ...(firecracker && { firecracker }),
    ...(jailer && { jailer }),
    ...(sha256 && { sha256 }),
  };
}

function chooseBenchmarks(sources: SettingSources): Setting<readonly HostPath[]> {
  const given = givenTexts(sources, 'benchmarks');
  if (given !== undefined) {
    const read = typedPath(sources);
    return { value: given.texts.map((text) => read(text, given.where)), origin: given.origin };
  }
  const configured = sources.config.benchmarks?.map(configPaths(sources));
  return configSetting(sources, configured) ?? byDefault([]);
}

function chooseFolders(choose: Choose, sources: SettingSources): FolderPart {
  return {
    jailBase: choosePath(choose, sources, 'jailBase') ?? byDefault(hostPath('/srv/jailer')),
    results: choosePath(choose, sources, 'results') ?? byDefault(hostPath(resolve(sources.cwd, 'results'))),
    baselines:
      choosePath(choose, sources, 'baselines') ?? byDefault(hostPath(resolve(sources.cwd, 'baselines'))),
    benchmarks: chooseBenchmarks(sources),
  };
}

/**
 * The effective settings: flag before environment (`MICROVM_BENCH_<OPTION>`) before config before default.
 * @throws BenchError `USAGE` for a text that cannot be read and for an unknown variable
 */
export function resolveSettings(sources: SettingSources): Settings {
  checkEnvironment(sources.env);
  const choose = createChooser(sources);
  const arms = chooseArms(sources);
  const title = choose('title', anyText, undefined);
  return {
    ...chooseMeasuring(choose, sources),
    ...chooseStop(choose, sources),
    parameters: chooseParameters(sources),
    ...(arms && { arms }),
    ...(title && { title }),
    ...choosePlacement(choose, sources),
    ...chooseInstallation(choose, sources),
    ...chooseFolders(choose, sources),
  };
}

/** All settings as one flat record, with "parameters.<name>" and "arms.<name>": for the manifest and for people. */
export function settingsRecord(settings: Settings): Readonly<Record<string, Setting<unknown>>> {
  const { parameters, arms, ...plain } = settings;
  const named = Object.entries(parameters).map(([name, setting]) => [`parameters.${name}`, setting] as const);
  const armed = (arms?.value ?? []).map(
    ({ id, fields }) => [`arms.${id}`, { value: fields, origin: arms?.origin ?? 'default' }] as const,
  );
  return { ...plain, ...Object.fromEntries(named), ...Object.fromEntries(armed) };
}
