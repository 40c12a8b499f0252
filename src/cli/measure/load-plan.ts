import { overrideParameters } from '../../harness/override-parameters.ts';
import type { Settings } from '../../harness/settings.ts';
import type { CliContext } from '../context.ts';
import { loadDefinitions, selectDefinitions } from '../load-definitions.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { locatePackage } from '../package-root.ts';
import { planRun, type PlannedRun } from './plan-run.ts';

export interface LoadPlanOptions extends SettingOptions {
  /** Ids of the chosen benchmarks; none means all. */
  readonly ids: readonly string[];
  /** What is otherwise than the settings say. */
  readonly change?: (settings: Settings) => Settings;
}

/**
 * Reads settings and definitions and plans the run of them.
 * @throws BenchError of every kind of bad input
 */
export async function loadPlan(
  { change = (settings) => settings, ...options }: LoadPlanOptions,
  context: CliContext,
): Promise<PlannedRun> {
  const settings = change(await loadSettings(context, options));
  const loaded = await loadDefinitions(settings.benchmarks.value, context.env);
  const chosen = selectDefinitions(loaded, options.ids).map(({ definition }) => definition);
  const definitions = overrideParameters(chosen, settings.parameters);
  return planRun({ settings, definitions, packageRoot: locatePackage().root });
}
