import type { CommandSpec } from '../command-spec.ts';
import { runOptions } from './run-command.ts';

/** What a calibration decides by itself. */
const decided: readonly string[] = [
  '-n, --trials <count>',
  '--dry-run',
  '--stop-when <precision>',
  '--budget <duration>',
  '--looks <count>',
];

/** `microvm-bench calibrate`. */
export const calibrateCommand: CommandSpec = {
  name: 'calibrate',
  operands: '[ids...]',
  summary: 'measure how often this host misleads',
  description:
    'Measures the error rates of comparisons on this host: how often two equal arms are found to differ, and how often a ' +
    'slowdown that is built in (a canary) is found. The blocks of one run are cut into windows that share no trial; each is ' +
    'one comparison. A short pilot decides how long canaries idle and how many blocks finding them takes. Writes ' +
    'calibration.json and calibration.md into the run folder. Needs root and /dev/kvm; canaries need benchmarks whose guest ' +
    'is the built-in probe.',
  options: [
    { flags: '--comparisons <count>', description: 'A/A comparisons, at least (default: 40)' },
    { flags: '--blocks <count>', description: 'blocks of each, of two trials an arm (default: 12)' },
    {
      flags: '--canary <sizes>',
      description: 'slowdowns to build in, as 3%,10%,30% (the default), or none',
    },
    { flags: '--repeats <count>', description: 'comparisons of each canary, at least (default: 10)' },
    {
      flags: '--margin <share>',
      description: 'margin of the canaries, which must be larger (default: 1%)',
    },
    { flags: '--max-blocks <count>', description: 'most blocks of one canary comparison (default: 96)' },
    { flags: '--from <run>', description: 'compute the calibration of a run anew; measure nothing' },
    ...runOptions.filter(({ flags }) => !decided.includes(flags)),
  ],
  examples: [
    { command: 'microvm-bench calibrate boot-time', says: 'false alarms and canaries of 3, 10 and 30 %' },
    { command: 'microvm-bench calibrate --canary none', says: 'false alarms of every benchmark' },
    { command: 'microvm-bench calibrate --from latest', says: 'the tables of the last one again' },
  ],
  async run(input, context) {
    const { calibrateCommandAction } = await import('./calibrate.ts');
    return calibrateCommandAction(input, context);
  },
};
