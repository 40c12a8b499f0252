import type { RunFacts, RunRecords } from '../../../src/analysis/run-facts.ts';
import { summarise } from '../../../src/analysis/summarise.ts';
import type { HostFacts } from '../../../src/model/host-facts.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { aHost, aHostIdentity, aHostSettings, aManifest, aPlan, blocksOf, someTrials } from '../builders.ts';

/** What rules see of the given trials of the default case, which are all that was planned. */
export function factsOf(trials: readonly TrialRecord[], overrides: Partial<RunRecords> = {}): RunFacts {
  const manifest = overrides.manifest ?? aManifest({ plan: aPlan({ blocks: blocksOf(trials) }) });
  return { ...overrides, manifest, trials, cases: summarise(manifest, trials) };
}

/** Facts of a run on a host with the given properties. */
export function factsOfHost(
  identity: Partial<HostFacts['identity']>,
  settings: Partial<HostFacts['settings']> = {},
): RunFacts {
  const host = aHost({ identity: aHostIdentity(identity), settings: aHostSettings(settings) });
  return factsOf([], { manifest: aManifest({ host }) });
}

/** So many ok trials. */
export function okTrials(count: number, overrides: Partial<TrialRecord> = {}): readonly TrialRecord[] {
  return someTrials(
    Array.from({ length: count }, (_, index) => 65_000 + index),
    overrides,
  );
}
