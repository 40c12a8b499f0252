import { realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isThere } from '../analysis/read-run-file.ts';
import { BenchError } from '../base/errors.ts';
import type { CliContext } from './context.ts';
import { loadSettings, type SettingOptions } from './load-settings.ts';

/**
 * The folder of a run that is given by its path or by its name under the results folder, links resolved. A path is tried
 * first, and no settings are read for it: a report needs nothing but the folder.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export async function findRunFolder(
  run: string,
  options: SettingOptions,
  context: CliContext,
): Promise<string> {
  const asPath = resolve(context.cwd, run);
  if (isThere(join(asPath, 'manifest.json'))) return realpathSync(asPath);
  if (isAbsolute(run)) throw notFound(run, `"${asPath}" is no run folder`);
  const settings = await loadSettings(context, options);
  const underResults = join(settings.results.value, run);
  if (isThere(underResults)) return realpathSync(underResults);
  throw notFound(run, `neither "${asPath}" nor "${underResults}" is a run folder`);
}

function notFound(run: string, seen: string): BenchError {
  return new BenchError('RUN_NOT_FOUND', `Cannot find the run "${run}": ${seen}`, {
    hint: 'Give the folder of a run, its name under the results folder, or "latest"',
  });
}
