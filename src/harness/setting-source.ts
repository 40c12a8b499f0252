import { BenchError } from '../base/errors.ts';
import { suggest } from '../model/suggest.ts';
import type { BenchConfig } from './define-config.ts';
import { singleSettingNames } from './setting-names.ts';
import type { TextReader } from './setting-text.ts';

/** Where a value came from: the first of these that says something wins. */
export type Origin = `flag ${string}` | `environment ${string}` | `config ${string}` | 'default';

/** An effective value with where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The flags that are settings, as typed: texts, read only by `resolveSettings`. */
export interface SettingFlags {
  readonly trials?: string;
  readonly warmup?: string;
  readonly seed?: string;
  readonly timeout?: string;
  readonly stopWhen?: string;
  readonly budget?: string;
  readonly looks?: string;
  readonly noReplace?: string;
  readonly placement?: string;
  readonly cpus?: string;
  readonly harnessCpus?: string;
  readonly launch?: string;
  readonly firecracker?: string;
  readonly jailer?: string;
  readonly firecrackerVersion?: string;
  readonly jailBase?: string;
  readonly results?: string;
  readonly baselines?: string;
  readonly title?: string;
  /** Each as "name=v1,v2". */
  readonly param?: readonly string[];
  readonly benchmarks?: readonly string[];
  /** Each as "name=binaries,field=value". */
  readonly arm?: readonly string[];
}

/** Everything that settings are made from. */
export interface SettingSources {
  readonly flags: SettingFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: BenchConfig;
  /** The file that `config` was read from; its relative paths count from there. */
  readonly configPath?: string;
  /** Relative paths of flags and environment count from here. */
  readonly cwd: string;
  /** The seed when none is given, drawn by the caller. */
  readonly randomSeed: number;
}

/** The texts that one source has for one setting. */
export interface GivenTexts {
  readonly texts: readonly string[];
  /** How an error names the source: "--trials", "MICROVM_BENCH_TRIALS". */
  readonly where: string;
  readonly origin: Origin;
}

const environmentPrefix = 'MICROVM_BENCH_';

/** What separates the entries of a list in an environment variable. Paths as in PATH. */
const listSeparators: Readonly<Record<string, string>> = { param: ' ', benchmarks: ':', arm: ';' };

/** Variables of ours that are no settings: the config file's path, koffi switched off, the set-up's mirror. */
const otherNames: readonly string[] = ['config', 'noFfi', 'releaseUrl'];

const settingNames: readonly (keyof SettingFlags)[] = [...singleSettingNames, 'param', 'benchmarks', 'arm'];

function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** "harnessCpus" is MICROVM_BENCH_HARNESS_CPUS. */
export function environmentName(name: string): string {
  return environmentPrefix + wordsOf(name).replaceAll('-', '_').toUpperCase();
}

/** What the command line says of a setting. */
export function flagTexts(sources: SettingSources, name: keyof SettingFlags): GivenTexts | undefined {
  const given = sources.flags[name];
  const texts = typeof given === 'string' ? [given] : (given ?? []);
  if (texts.length === 0) return undefined;
  const where = `--${wordsOf(name)}`;
  return { texts, where, origin: `flag ${where}` };
}

/** What the environment says of a setting. An empty variable counts as not set. */
export function environmentTexts(sources: SettingSources, name: keyof SettingFlags): GivenTexts | undefined {
  const where = environmentName(name);
  const text = sources.env[where]?.trim() ?? '';
  if (text === '') return undefined;
  const separator = listSeparators[name];
  const texts =
    separator === undefined
      ? [text]
      : text
          .split(separator)
          .map((entry) => entry.trim())
          .filter((entry) => entry !== '');
  return { texts, where, origin: `environment ${where}` };
}

/** The command line's or else the environment's word on a setting. */
export function givenTexts(sources: SettingSources, name: keyof SettingFlags): GivenTexts | undefined {
  return flagTexts(sources, name) ?? environmentTexts(sources, name);
}

/** How the origin of a config's value is named: with the file. */
export function configOrigin(sources: SettingSources): Origin {
  return `config ${sources.configPath ?? 'given'}`;
}

/** A value of the config with its origin. */
export function configSetting<T>(sources: SettingSources, value: T | undefined): Setting<T> | undefined {
  return value === undefined ? undefined : { value, origin: configOrigin(sources) };
}

/** The first of flag, environment and config that says something on a setting of one value. */
export type Choose = <T>(
  name: keyof SettingFlags,
  read: TextReader<T>,
  fromConfig: T | undefined,
) => Setting<T> | undefined;

/** Reading a text throws BenchError `USAGE` naming the flag or the variable. */
export function createChooser(sources: SettingSources): Choose {
  return (name, read, fromConfig) => {
    const given = givenTexts(sources, name);
    const text = given?.texts[0];
    if (given === undefined || text === undefined) return configSetting(sources, fromConfig);
    return { value: read(text, given.where), origin: given.origin };
  };
}

/**
 * A mistyped variable must not be passed over in silence.
 * @throws BenchError `USAGE` for a variable with our prefix that is no setting
 */
export function checkEnvironment(env: SettingSources['env']): void {
  const known = [...settingNames, ...otherNames].map(environmentName);
  const stranger = Object.keys(env).find(
    (name) => name.startsWith(environmentPrefix) && !known.includes(name),
  );
  if (stranger === undefined) return;
  const near = suggest(
    stranger.slice(environmentPrefix.length),
    known.map((name) => name.slice(environmentPrefix.length)),
  );
  throw new BenchError('USAGE', `Cannot use the environment variable ${stranger}: no setting has this name`, {
    hint: near === undefined ? `Known are ${known.join(', ')}` : `Did you mean ${environmentPrefix}${near}?`,
  });
}
