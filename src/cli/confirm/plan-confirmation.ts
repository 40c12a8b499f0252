import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { overrideParameters } from '../../harness/override-parameters.ts';
import { seedMax } from '../../harness/setting-rules.ts';
import { settingsOfManifest } from '../../harness/settings-of-manifest.ts';
import type { Settings } from '../../harness/settings.ts';
import { hostPath } from '../../model/brands.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import type { RunManifest } from '../../model/run.ts';
import type { Environment } from '../color.ts';
import { loadDefinitions, selectDefinitions } from '../load-definitions.ts';
import { planRun, type PlannedRun } from '../measure/plan-run.ts';
import { locatePackage } from '../package-root.ts';
import { requireSameSetup } from './same-setup.ts';

export interface ConfirmationWish {
  readonly manifest: RunManifest;
  /** Of the first run. The fresh one is made beside it. */
  readonly folder: string;
  readonly caseIds: readonly string[];
  /** Of each case and arm; those of the first run unless told. */
  readonly trials?: number;
  readonly env: Environment;
}

/**
 * Plans some cases of a run once more: by the settings of its manifest, with a new seed and so a new order.
 * @throws BenchError `RUN_MALFORMED` for a case that its benchmark no longer has, and whatever tells that the host or a file is
 *   another one
 */
export async function planConfirmation(wish: ConfirmationWish): Promise<PlannedRun> {
  const { manifest, caseIds } = wish;
  const settings = freshSettings(wish);
  const definitions = await definitionsOf(wish, settings);
  const packageRoot = locatePackage().root;
  const planned = await planRun({ settings, definitions, packageRoot, caseIds });
  const known = planned.plan.cases.map(({ id }) => id);
  const gone = caseIds.find((id) => !known.includes(id));
  if (gone !== undefined) {
    throw new BenchError('RUN_MALFORMED', `Cannot confirm the case ${gone}: its benchmark no longer has it`);
  }
  requireSameSetup(planned, manifest);
  return planned;
}

function freshSettings({ manifest, folder, trials }: ConfirmationWish): Settings {
  const settings = settingsOfManifest(manifest);
  return {
    ...settings,
    seed: { value: otherSeed(manifest.plan.seed), origin: 'default' },
    results: { value: hostPath(dirname(folder)), origin: 'default' },
    title: { value: `Confirmation of ${manifest.runId}`, origin: 'default' },
    ...(trials === undefined ? {} : { trials: { value: trials, origin: 'flag --confirm-trials' } }),
  };
}

function otherSeed(seed: number): number {
  const drawn = randomInt(seedMax);
  return drawn < seed ? drawn : drawn + 1;
}

async function definitionsOf(
  { manifest, caseIds, env }: ConfirmationWish,
  { benchmarks, parameters }: Settings,
): Promise<readonly BenchmarkDefinition[]> {
  const ids = manifest.plan.cases.filter(({ id }) => caseIds.includes(id)).map((each) => each.benchmarkId);
  const loaded = await loadDefinitions(benchmarks.value, env);
  const chosen = selectDefinitions(loaded, ids).map(({ definition }) => definition);
  const known = new Set(chosen.flatMap((definition) => Object.keys(definition.parameters)));
  const own = Object.entries(parameters).filter(([name]) => known.has(name));
  return overrideParameters(chosen, Object.fromEntries(own));
}
