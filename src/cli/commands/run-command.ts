import { launchModes } from '../../model/vm-spec.ts';
import type { CommandSpec, OptionSpec } from '../command-spec.ts';
import { benchmarksOption, configOption, jsonOption, resultsOption } from '../common-options.ts';
import { readRunOptions } from '../run-options.ts';

/** Options of every command that plans a run. */
export const planningOptions: readonly OptionSpec[] = [
  { flags: '-n, --trials <count>', description: 'trials of each case and arm (default: 20)' },
  {
    flags: '-w, --warmup <count>',
    description: 'warm-up trials of each case and arm, not counted (default: 2)',
  },
  {
    flags: '--seed <number>',
    description: 'seed of the order of trials (default: random, kept with the run)',
  },
  {
    flags: '--timeout <duration>',
    description: 'longest single wait of a trial, with its unit, as 30s (default: 10s)',
  },
  {
    flags: '--stop-when <precision>',
    description: 'end once the 95 % interval of every case is this narrow, as ±1% (default: run all trials)',
  },
  { flags: '--budget <duration>', description: 'begin no further block after this long, as 20m' },
  {
    flags: '--looks <count>',
    description: '2 to 5 looks with bounds at which a run of several arms may end early',
  },
  { flags: '--no-replace', description: 'do not repeat blocks that the host has disturbed' },
  {
    flags: '--param <name=v1,v2>',
    description: 'values of a parameter instead of its own ones; may be repeated',
    isRepeatable: true,
  },
  {
    flags: '--arm <name=fields>',
    description:
      'a variant to compare, as candidate=1.12.1 or candidate=memMib=512,launch=attached: binaries, then fields; may be repeated',
    isRepeatable: true,
  },
  {
    flags: '--placement <policy>',
    description: 'auto, dedicated (a CPU for each thread) or shared (default: auto)',
  },
  {
    flags: '--cpus <list>',
    description: 'CPUs that microVMs may run on, as 2-5,8 (default: all but the first)',
  },
  {
    flags: '--harness-cpus <list>',
    description: 'CPUs that the harness keeps itself on (default: the first)',
  },
  {
    flags: '--launch <mode>',
    description: `how Firecracker is started: ${launchModes.join(', ')} (default: pid-namespace)`,
  },
  { flags: '--firecracker <path>', description: 'binary under test (default: the one that setup installed)' },
  { flags: '--jailer <path>', description: 'its jailer' },
  { flags: '--firecracker-version <version>', description: 'version it must have (default: 1.12.1)' },
  { flags: '--jail-base <dir>', description: 'folder under which jails are made (default: /srv/jailer)' },
  resultsOption,
  configOption,
  benchmarksOption,
  { flags: '--title <text>', description: 'title of the run in its report' },
];

/** Options of `run`. */
export const runOptions: readonly OptionSpec[] = [
  ...planningOptions,
  { flags: '--dry-run', description: 'show what would run and with which settings; start nothing' },
  jsonOption,
  { flags: '-q, --quiet', description: 'no talk but warnings and errors' },
  { flags: '--no-progress', description: 'no progress line' },
];

/** `microvm-bench run`. */
export const runCommand: CommandSpec = {
  name: 'run',
  operands: '[ids...]',
  summary: 'run benchmarks and report',
  description:
    'Runs the named benchmarks, or all: boots each trial in a fresh jail, keeps every sample in a new folder under ' +
    'results/, then writes the report there. Needs root and /dev/kvm. Each option with a value can also be set by ' +
    'an environment variable (--jail-base: MICROVM_BENCH_JAIL_BASE) or in the configuration file; flags go first.',
  options: runOptions,
  examples: [
    { command: 'microvm-bench run', says: 'every benchmark' },
    { command: 'microvm-bench run boot-time -n 100 --seed 7', says: 'one benchmark, 100 trials a case' },
    { command: 'microvm-bench run boot-time --param vcpus=1,4', says: 'other values of a parameter' },
    { command: 'microvm-bench run --arm base --arm candidate=/opt/fc', says: 'two arms, interleaved' },
    { command: 'microvm-bench run --cpus 2-7 --harness-cpus 0', says: 'keep measured CPUs for microVMs' },
    { command: 'microvm-bench run --dry-run --json', says: 'the settings and their origins, for a script' },
  ],
  async run(input, context) {
    const { runCommandAction } = await import('./run.ts');
    return runCommandAction(readRunOptions(input), context);
  },
};
