import { isOn, textOption, textsOption, type CommandInput, type CommandSpec } from '../command-spec.ts';
import { configOption, jsonOption, resultsOption, settingOptions } from '../common-options.ts';
import type { ImportFlags } from '../import/import-options.ts';

const column = (name: string, what: string): { readonly flags: string; readonly description: string } => ({
  flags: `--${name} <column>`,
  description: `csv: column ${what}`,
});

/** `microvm-bench import`. */
export const importCommand: CommandSpec = {
  name: 'import',
  operands: '<files...>',
  summary: "make a run folder of another tool's samples",
  description:
    'Turns samples that another tool has measured into a run folder, which show, report, export, compare and gate read like any ' +
    'other one. The folder says where the samples come from and what is not known of them. The same files with the same flags ' +
    'give the same bytes. All files together are one run; of criterion, a folder may be given.',
  options: [
    {
      flags: '--from <source>',
      description: 'what wrote the files: hyperfine, criterion, firecracker-metrics or csv',
    },
    { flags: '--title <text>', description: 'title of the run (default: the source and its files)' },
    { flags: '--headline <metric>', description: 'metric that the run is about (default: the first one)' },
    {
      flags: '--started-at <time>',
      description: 'when it was measured, as 2026-01-02T03:04:05Z, if the files do not tell',
    },
    {
      flags: '--tool-version <version>',
      description: 'version of the tool that measured, if the files do not tell',
    },
    {
      flags: '--direction <which>',
      description: 'which way is better (default: lower, of times and memory)',
      choices: ['lower', 'higher', 'neither'],
    },
    {
      flags: '--kind <kind>',
      description: 'what is measured (default: by the unit)',
      choices: ['time', 'memory', 'share', 'count'],
    },
    {
      flags: '--unordered',
      description: 'the samples are not in the order of measuring: no drift is looked for',
    },
    {
      flags: '--arm-by <name>',
      description: 'hyperfine: make arms of "command", or of the values of a parameter',
    },
    {
      flags: '--unit <unit>',
      description: 'csv: unit of all values, or metric=unit; may be repeated',
      isRepeatable: true,
    },
    column('value', 'that holds the values: one a row'),
    column('metric', 'that names the metric of a row'),
    column('unit-column', 'that names the unit of a row'),
    column('case', 'that tells cases apart'),
    column('arm', 'that tells arms apart'),
    column('block', 'that tells what was measured side by side'),
    { ...column('ignore', 'to leave out; may be repeated'), isRepeatable: true },
    resultsOption,
    configOption,
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench import --from hyperfine before.json', says: 'one case a command' },
    { command: 'microvm-bench import --from hyperfine both.json --arm-by command', says: 'commands as arms' },
    { command: 'microvm-bench import --from criterion target/criterion', says: 'all benchmarks of a crate' },
    { command: 'microvm-bench import --from firecracker-metrics vm-*.ndjson', says: 'one trial a file' },
    {
      command: 'microvm-bench import --from csv boots.csv --unit ms --arm kernel',
      says: 'one metric a column',
    },
    { command: 'microvm-bench import --from csv samples.csv', says: 'what this tool has exported' },
  ],
  async run(input, context) {
    const { importCommandAction } = await import('./import.ts');
    return importCommandAction({ ...readFlags(input), ...settingOptions(input) }, context);
  },
};

const singleNames = [
  ...['from', 'title', 'headline', 'startedAt', 'toolVersion', 'direction', 'kind', 'armBy'],
  ...['value', 'metric', 'unitColumn', 'case', 'arm', 'block'],
] as const;

function readFlags(input: CommandInput): ImportFlags {
  const texts = singleNames.flatMap((name) => {
    const text = textOption(input, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    operands: input.operands,
    texts: Object.fromEntries(texts),
    units: textsOption(input, 'unit'),
    ignored: textsOption(input, 'ignore'),
    isUnordered: isOn(input, 'unordered'),
    isJson: isOn(input, 'json'),
  };
}
