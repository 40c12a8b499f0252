import { analyseRun } from '../../analysis/analyse-run.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { printJson, type CliContext } from '../context.ts';
import { formatFindings } from '../format-findings.ts';
import {
  chooseSource,
  sourceOptions,
  startTime,
  usedUnitFlags,
  type ImportFlags,
} from '../import/import-options.ts';
import { makeImportedRun } from '../import/make-imported-run.ts';
import { readSourceFiles } from '../import/read-source-files.ts';
import { writeImportedRun } from '../import/write-imported-run.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { locatePackage } from '../package-root.ts';
import { terminalLine } from '../terminal-text.ts';

/** Makes a run folder of other tools' samples and prints where it is; returns the exit status. */
export async function importCommandAction(
  flags: ImportFlags & SettingOptions,
  context: CliContext,
): Promise<number> {
  const source = chooseSource(flags);
  if (flags.operands.length === 0) throw new BenchError('USAGE', 'Cannot import: no file is given');
  const options = sourceOptions(flags, source);
  const { texts, digests } = readSourceFiles(flags.operands, source, context.cwd);
  const data = source.read(texts, options);
  const made = makeImportedRun(data, {
    source: source.name,
    files: digests,
    command: commandOf({ ...flags, units: usedUnitFlags(options, data) }),
    version: locatePackage().version,
    ...optional('title', flags.texts['title']),
    ...optional('headline', flags.texts['headline']),
    ...optional('toolVersion', flags.texts['toolVersion']),
    ...optional('startedAt', startTime(flags)),
    isUnordered: flags.isUnordered,
  });
  const settings = await loadSettings(context, flags);
  const folder = writeImportedRun(made, settings.results.value);
  print({ folder, isJson: flags.isJson }, context);
  return 0;
}

/** What shapes the run, without what only says where it goes. */
function commandOf({ operands, texts, units, ignored, isUnordered }: ImportFlags): readonly string[] {
  const named = Object.entries(texts).flatMap(([name, value]) => [
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    value,
  ]);
  return [
    ...['microvm-bench', 'import', ...named],
    ...units.flatMap((unit) => ['--unit', unit]),
    ...ignored.flatMap((column) => ['--ignore', column]),
    ...(isUnordered ? ['--unordered'] : []),
    ...operands,
  ];
}

function print(
  { folder, isJson }: { readonly folder: string; readonly isJson: boolean },
  context: CliContext,
): void {
  const { manifest, trials, cases, findings } = analyseRun(folder);
  const { stdout, stderr, colors } = context;
  if (isJson) {
    printJson(stdout, {
      folder,
      runId: manifest.runId,
      trials: trials.length,
      cases: cases.map(({ case: { id } }) => id),
      arms: manifest.plan.arms.map(({ id }) => id),
      imported: manifest.imported,
    });
    return;
  }
  stdout.write(`${terminalLine(folder)}\n`);
  const ofImport = findings.filter(({ rule }) => rule === 'imported' || rule === 'failures');
  stderr.write(formatFindings(ofImport, colors.stderr));
  const next = manifest.plan.arms.length > 1 ? 'compare' : 'report';
  stderr.write(`next: microvm-bench show ${terminalLine(folder)}\n`);
  stderr.write(`      microvm-bench ${next} ${terminalLine(folder)}\n`);
}
