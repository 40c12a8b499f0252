import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { resolveSettings, settingsRecord } from '../../../src/harness/settings.ts';
import type { SettingFlags, SettingSources } from '../../../src/harness/setting-source.ts';

function sources(overrides: Partial<SettingSources> = {}): SettingSources {
  return { flags: {}, env: {}, config: {}, cwd: '/proj', randomSeed: 7, ...overrides };
}

function complaintAbout(overrides: Partial<SettingSources>): string {
  try {
    resolveSettings(sources(overrides));
  } catch (thrown) {
    if (!(thrown instanceof BenchError)) throw thrown;
    expect(thrown.code).toBe('USAGE');
    return thrown.hint === undefined ? thrown.message : `${thrown.message}\n${thrown.hint}`;
  }
  throw new Error('the settings were accepted');
}

const configPath = '/proj/conf/microvm-bench.config.ts';

describe('resolveSettings()', () => {
  it('gives every default its origin', () => {
    expect(settingsRecord(resolveSettings(sources()))).toEqual({
      trials: { value: 20, origin: 'default' },
      warmup: { value: 2, origin: 'default' },
      seed: { value: 7, origin: 'default' },
      timeoutMs: { value: 10_000, origin: 'default' },
      allowedFailures: { value: 0, origin: 'default' },
      noReplace: { value: false, origin: 'default' },
      placement: { value: 'auto', origin: 'default' },
      launch: { value: 'pid-namespace', origin: 'default' },
      firecrackerVersion: { value: '1.12.1', origin: 'default' },
      uidRange: { value: { first: 70_000, count: 1000 }, origin: 'default' },
      jailBase: { value: '/srv/jailer', origin: 'default' },
      results: { value: '/proj/results', origin: 'default' },
      baselines: { value: '/proj/baselines', origin: 'default' },
      benchmarks: { value: [], origin: 'default' },
    });
  });

  it('takes every flag', () => {
    // Looks contradict a precision, and have a test of their own.
    const flags: Required<Omit<SettingFlags, 'looks'>> = {
      trials: '5',
      warmup: '0',
      seed: '4294967295',
      timeout: '1.5s',
      stopWhen: '+-0.5%',
      budget: '20m',
      noReplace: 'true',
      placement: 'shared',
      cpus: '2-3',
      harnessCpus: '0,1',
      launch: 'clone-helper',
      firecracker: 'bin/firecracker',
      jailer: '/opt/jailer',
      firecrackerVersion: '1.7.0',
      jailBase: '/jails',
      results: 'out',
      baselines: 'kept',
      title: 'before the change',
      param: ['vcpus=1,4', 'kernel=6.10'],
      benchmarks: ['mine', '/theirs'],
      arm: ['base', 'candidate=bin/new,memMib=512'],
    };
    expect(settingsRecord(resolveSettings(sources({ flags })))).toEqual({
      trials: { value: 5, origin: 'flag --trials' },
      warmup: { value: 0, origin: 'flag --warmup' },
      seed: { value: 4_294_967_295, origin: 'flag --seed' },
      timeoutMs: { value: 1500, origin: 'flag --timeout' },
      stopWhen: { value: 0.005, origin: 'flag --stop-when' },
      budgetMs: { value: 1_200_000, origin: 'flag --budget' },
      noReplace: { value: true, origin: 'flag --no-replace' },
      allowedFailures: { value: 0, origin: 'default' },
      title: { value: 'before the change', origin: 'flag --title' },
      placement: { value: 'shared', origin: 'flag --placement' },
      cpus: { value: '2-3', origin: 'flag --cpus' },
      harnessCpus: { value: '0,1', origin: 'flag --harness-cpus' },
      launch: { value: 'clone-helper', origin: 'flag --launch' },
      firecracker: { value: '/proj/bin/firecracker', origin: 'flag --firecracker' },
      jailer: { value: '/opt/jailer', origin: 'flag --jailer' },
      firecrackerVersion: { value: '1.7.0', origin: 'flag --firecracker-version' },
      uidRange: { value: { first: 70_000, count: 1000 }, origin: 'default' },
      jailBase: { value: '/jails', origin: 'flag --jail-base' },
      results: { value: '/proj/out', origin: 'flag --results' },
      baselines: { value: '/proj/kept', origin: 'flag --baselines' },
      benchmarks: { value: ['/proj/mine', '/theirs'], origin: 'flag --benchmarks' },
      'parameters.vcpus': { value: ['1', '4'], origin: 'flag --param' },
      'parameters.kernel': { value: ['6.10'], origin: 'flag --param' },
      'arms.base': { value: {}, origin: 'flag --arm' },
      'arms.candidate': { value: { firecracker: '/proj/bin/new', memMib: 512 }, origin: 'flag --arm' },
    });
  });

  it('takes every variable, lists split like PATH and like words', () => {
    const env = {
      MICROVM_BENCH_TRIALS: '5',
      MICROVM_BENCH_WARMUP: '1',
      MICROVM_BENCH_SEED: '3',
      MICROVM_BENCH_TIMEOUT: '2min',
      MICROVM_BENCH_STOP_WHEN: '±2%',
      MICROVM_BENCH_BUDGET: '1h',
      MICROVM_BENCH_NO_REPLACE: 'true',
      MICROVM_BENCH_PLACEMENT: 'dedicated',
      MICROVM_BENCH_CPUS: '4-7',
      MICROVM_BENCH_HARNESS_CPUS: '0',
      MICROVM_BENCH_LAUNCH: 'clone-helper',
      MICROVM_BENCH_FIRECRACKER: 'bin/firecracker',
      MICROVM_BENCH_JAILER: 'bin/jailer',
      MICROVM_BENCH_FIRECRACKER_VERSION: '1.12.0',
      MICROVM_BENCH_JAIL_BASE: 'jails',
      MICROVM_BENCH_RESULTS: 'out',
      MICROVM_BENCH_BASELINES: 'kept',
      MICROVM_BENCH_TITLE: 'nightly',
      MICROVM_BENCH_PARAM: 'vcpus=1,2  memMib=128',
      MICROVM_BENCH_BENCHMARKS: 'mine:/theirs',
      MICROVM_BENCH_ARM: 'base; candidate=1.12.1,bootArgs+="quiet init=/bin/sh"',
      MICROVM_BENCH_CONFIG: 'read elsewhere',
      PATH: '/bin',
    };
    const record = settingsRecord(resolveSettings(sources({ env })));
    expect(record['timeoutMs']).toEqual({ value: 120_000, origin: 'environment MICROVM_BENCH_TIMEOUT' });
    expect(record['benchmarks']).toEqual({
      value: ['/proj/mine', '/theirs'],
      origin: 'environment MICROVM_BENCH_BENCHMARKS',
    });
    expect(record['parameters.memMib']).toEqual({
      value: ['128'],
      origin: 'environment MICROVM_BENCH_PARAM',
    });
    expect(record['arms.base']).toEqual({ value: {}, origin: 'environment MICROVM_BENCH_ARM' });
    expect(record['arms.candidate']).toEqual({
      value: { firecracker: '1.12.1', 'bootArgs+': 'quiet init=/bin/sh' },
      origin: 'environment MICROVM_BENCH_ARM',
    });
    const fromElsewhere = Object.entries(record).filter(
      ([, { origin }]) => !origin.startsWith('environment'),
    );
    expect(fromElsewhere.map(([name]) => name)).toEqual(['allowedFailures', 'uidRange']);
  });

  it("takes every key of a config, its relative paths from the config's folder", () => {
    const origin = `config ${configPath}`;
    const config = {
      firecracker: 'bin/firecracker',
      jailer: '../bin/jailer',
      firecrackerVersion: '1.9.0',
      sha256: { jailer: 'a'.repeat(64) },
      jailBase: '/jails',
      results: './results',
      baselines: '../baselines',
      benchmarks: ['benchmarks'],
      trials: 9,
      warmup: 0,
      seed: 1,
      timeout: '250ms',
      budget: '30s',
      looks: 4,
      noReplace: true,
      placement: 'shared',
      cpus: '1',
      harnessCpus: '0',
      launch: 'clone-helper',
      uidRange: { first: 100, count: 2 },
      allowedFailures: 0.1,
      parameters: { vcpus: [8] },
      arms: { old: { firecracker: '1.12.1' }, new: { firecracker: 'bin/new', kernel: '../vmlinux' } },
    } as const;
    expect(settingsRecord(resolveSettings(sources({ config, configPath })))).toEqual({
      trials: { value: 9, origin },
      warmup: { value: 0, origin },
      seed: { value: 1, origin },
      timeoutMs: { value: 250, origin },
      budgetMs: { value: 30_000, origin },
      looks: { value: 4, origin },
      noReplace: { value: true, origin },
      allowedFailures: { value: 0.1, origin },
      placement: { value: 'shared', origin },
      cpus: { value: '1', origin },
      harnessCpus: { value: '0', origin },
      launch: { value: 'clone-helper', origin },
      firecracker: { value: '/proj/conf/bin/firecracker', origin },
      jailer: { value: '/proj/bin/jailer', origin },
      firecrackerVersion: { value: '1.9.0', origin },
      sha256: { value: { jailer: 'a'.repeat(64) }, origin },
      uidRange: { value: { first: 100, count: 2 }, origin },
      jailBase: { value: '/jails', origin },
      results: { value: '/proj/conf/results', origin },
      baselines: { value: '/proj/baselines', origin },
      benchmarks: { value: ['/proj/conf/benchmarks'], origin },
      'parameters.vcpus': { value: [8], origin },
      'arms.old': { value: { firecracker: '1.12.1' }, origin },
      'arms.new': { value: { firecracker: '/proj/conf/bin/new', kernel: '/proj/vmlinux' }, origin },
    });
  });

  it('refuses looks together with a precision, whichever source they come from', () => {
    const env = { MICROVM_BENCH_STOP_WHEN: '±1%' };
    expect(complaintAbout({ flags: { looks: '3' }, env })).toBe(
      'Cannot use looks (flag --looks) together with stopWhen (environment MICROVM_BENCH_STOP_WHEN): each ends the run by its own rule\n' +
        'Leave one of them away',
    );
  });

  it.each([
    ['±1%', 0.01],
    ['+-1.5 %', 0.015],
    ['+/-0.2%', 0.002],
  ])('reads the precision %s', (stopWhen, share) => {
    expect(resolveSettings(sources({ flags: { stopWhen } })).stopWhen?.value).toBe(share);
  });

  it.each(['1%', '±0%', '±100%', '±1', '-+1%'])('refuses the precision %s', (stopWhen) => {
    expect(complaintAbout({ flags: { stopWhen } })).toBe(
      `Cannot use --stop-when "${stopWhen}": a half-width between 0 and 100 % is needed, as ±1% or +-1%`,
    );
  });

  it('puts the flag before the variable before the config', () => {
    const flags = { trials: '1' };
    const env = { MICROVM_BENCH_TRIALS: '2', MICROVM_BENCH_WARMUP: '2' };
    const config = { trials: 3, warmup: 3, seed: 3 };
    const settings = resolveSettings(sources({ flags, env, config, configPath }));
    expect([settings.trials.value, settings.warmup.value, settings.seed.value]).toEqual([1, 2, 3]);
  });

  it('takes an empty variable and an empty list of flags as not set', () => {
    const settings = resolveSettings(
      sources({
        flags: { benchmarks: [] },
        env: { MICROVM_BENCH_TRIALS: '', MICROVM_BENCH_BENCHMARKS: ' ' },
        config: { trials: 3, benchmarks: ['/mine'] },
      }),
    );
    expect([settings.trials.value, settings.benchmarks.value]).toEqual([3, ['/mine']]);
  });

  it('chooses parameters name by name', () => {
    const settings = resolveSettings(
      sources({
        flags: { param: ['vcpus=1'] },
        env: { MICROVM_BENCH_PARAM: 'vcpus=2 memMib=256' },
        config: { parameters: { vcpus: [4], memMib: [512], kernel: ['small'] } },
        configPath,
      }),
    );
    expect(settings.parameters).toEqual({
      vcpus: { value: ['1'], origin: 'flag --param' },
      memMib: { value: ['256'], origin: 'environment MICROVM_BENCH_PARAM' },
      kernel: { value: ['small'], origin: `config ${configPath}` },
    });
  });

  it('takes all arms from the first source that names some', () => {
    const settings = resolveSettings(
      sources({
        flags: { arm: ['one'] },
        env: { MICROVM_BENCH_ARM: 'two;three' },
        config: { arms: { four: { vcpus: 4 } } },
      }),
    );
    expect(settings.arms).toEqual({ value: [{ id: 'one', fields: {} }], origin: 'flag --arm' });
  });

  it.each<[string, Partial<SettingSources>, string]>([
    [
      'an arm twice',
      { flags: { arm: ['base', 'base=memMib=512'] } },
      'Cannot use --arm base: an arm of this name is given already\n' +
        'Give each arm a name of its own, also when two are to be alike',
    ],
    [
      'more arms than can be told apart',
      { env: { MICROVM_BENCH_ARM: 'a;b;c;d;e;f;g;h;i' } },
      'Cannot use MICROVM_BENCH_ARM 9 times: at most 8 arms can be told apart\nCompare them in several runs',
    ],
    [
      'a count in words',
      { flags: { trials: 'ten' } },
      'Cannot use --trials "ten": a whole number of at least 1 is needed',
    ],
    [
      'no trials',
      { flags: { trials: '0' } },
      'Cannot use --trials "0": a whole number of at least 1 is needed',
    ],
    [
      'a count in hexadecimal',
      { env: { MICROVM_BENCH_WARMUP: '0x10' } },
      'Cannot use MICROVM_BENCH_WARMUP "0x10": a whole number of at least 0 is needed',
    ],
    [
      'a seed beyond 32 bits',
      { flags: { seed: '4294967296' } },
      'Cannot use --seed "4294967296": a whole number from 0 to 4294967295 is needed',
    ],
    [
      'a duration without unit',
      { flags: { timeout: '30' } },
      'Cannot use --timeout "30": a number with a unit is needed\n' +
        'Write it like "30s"; units are ms, s, min, m, h',
    ],
    [
      'no time at all',
      { flags: { timeout: '0s' } },
      'Cannot use --timeout "0s": more than 0 and at most 24h is needed',
    ],
    [
      'a mistyped word',
      { flags: { placement: 'dedicate' } },
      'Cannot use --placement "dedicate": one of auto, dedicated, shared is needed\nDid you mean "dedicated"?',
    ],
    [
      'a CPU list in words',
      { flags: { cpus: 'all' } },
      'Cannot use --cpus "all": a CPU list like 2-5,8 is needed',
    ],
    [
      'a version of two parts',
      { flags: { firecrackerVersion: 'v1.12' } },
      'Cannot use --firecracker-version "v1.12": a version like 1.12.1 is needed',
    ],
    ['an empty path', { flags: { results: '' } }, 'Cannot use --results "": it is empty'],
    [
      'a parameter without values',
      { flags: { param: ['vcpus='] } },
      'Cannot use --param "vcpus=": a name and its values are needed, as vcpus=1,2',
    ],
    [
      'a parameter twice',
      { flags: { param: ['vcpus=1', 'vcpus=2'] } },
      'Cannot use --param "vcpus=2": vcpus is given twice\nWrite all values into one: vcpus=1,2',
    ],
    [
      'a mistyped variable',
      { env: { MICROVM_BENCH_TRAILS: '3' } },
      'Cannot use the environment variable MICROVM_BENCH_TRAILS: no setting has this name\n' +
        'Did you mean MICROVM_BENCH_TRIALS?',
    ],
  ])('refuses %s', (_, overrides, complaint) => {
    expect(complaintAbout(overrides)).toBe(complaint);
  });
});
