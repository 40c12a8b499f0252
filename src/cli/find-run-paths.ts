import { realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isThere } from '../analysis/read-run-file.ts';
import { BenchError } from '../base/errors.ts';
import type { CliContext } from './context.ts';
import { loadSettings, type SettingOptions } from './load-settings.ts';

/**
 * The folders that operands name, links resolved: each a path, or a name under the results folder. Settings are read only
 * when one is no path.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export async function findRunPaths(
  operands: readonly string[],
  options: SettingOptions,
  context: CliContext,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const operand of operands) {
    const asPath = resolve(context.cwd, operand);
    paths.push(isThere(asPath) ? realpathSync(asPath) : await underResults(operand, options, context));
  }
  return paths;
}

async function underResults(operand: string, options: SettingOptions, context: CliContext): Promise<string> {
  if (isAbsolute(operand)) throw notFound(operand, 'it is not there');
  const settings = await loadSettings(context, options);
  const path = join(settings.results.value, operand);
  if (isThere(path)) return realpathSync(path);
  throw notFound(operand, `neither "${resolve(context.cwd, operand)}" nor "${path}" is there`);
}

function notFound(operand: string, seen: string): BenchError {
  return new BenchError('RUN_NOT_FOUND', `Cannot find the runs "${operand}": ${seen}`, {
    hint: 'Give a run folder, a campaign folder, a folder of runs, or the name of a run under the results folder',
  });
}
