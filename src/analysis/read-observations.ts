import { statSync } from 'node:fs';
import { join } from 'node:path';
import { optional } from '../base/optional.ts';
import type { ObservedTrial } from '../model/figures/observed-trial.ts';
import { validTrials } from '../model/invalid-blocks.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';
import { parseObservations } from './parse-observations.ts';
import { isThere, parseJsonFile, readRunFile } from './read-run-file.ts';
import type { RunRecords } from './run-facts.ts';
import { thin } from './thin.ts';
import { typicalTrial } from './typical-trial.ts';

/** A file that is larger is not read: a picture is not worth what holding it would cost. */
const mostBytes = 8 * 1024 * 1024;

/** Of trials whose observations are read beside the typical one. */
const mostTrials = 100;

/** Where the harness keeps them; a foreign record may name anything. */
const ownFile = /^observations\/[A-Za-z0-9_-]+\.json$/;

/**
 * What trials of each case and arm have looked at: of the one whose headline is the median, and where that one tells of several
 * VMs, of the others as well, evenly thinned to a hundred. Nothing of records without a folder, or of a file that is
 * not there.
 * @throws BenchError `RUN_MALFORMED`
 */
export function readObservations(records: RunRecords): readonly ObservedTrial[] {
  const { manifest, trials, folder } = records;
  if (folder === undefined) return [];
  const ok = validTrials(manifest, trials).filter(
    ({ isWarmup, outcome, observations }) =>
      !isWarmup && outcome.status === 'ok' && observations !== undefined,
  );
  return manifest.plan.cases.flatMap(({ id, benchmarkId }) => {
    const headline = manifest.benchmarks.find((each) => each.id === benchmarkId)?.headline;
    if (headline === undefined) return [];
    return manifest.plan.arms.flatMap((arm) => {
      const group = ok.filter(({ caseId, armId }) => caseId === id && armId === arm.id);
      return readGroup(group, { headline, folder });
    });
  });
}

function readGroup(
  group: readonly TrialRecord[],
  { headline, folder }: Pick<BenchmarkFacts, 'headline'> & { readonly folder: string },
): readonly ObservedTrial[] {
  const typical = typicalTrial(group, headline);
  if (typical === undefined) return [];
  const read = (trial: TrialRecord): readonly ObservedTrial[] => {
    const observed = readOne(trial, folder);
    return observed === undefined
      ? []
      : [{ trialId: trial.trialId, isTypical: trial === typical, ...observed }];
  };
  const [first] = read(typical);
  if (first === undefined) return [];
  if (first.launches === undefined) return [first];
  const others = group.filter((trial) => trial !== typical);
  return [first, ...thin(others, mostTrials).kept.flatMap(read)];
}

function readOne(
  { observations }: TrialRecord,
  folder: string,
): Pick<ObservedTrial, 'launches' | 'threads'> | undefined {
  if (observations === undefined || !ownFile.test(observations)) return undefined;
  const path = join(folder, observations);
  if (!isThere(path) || statSync(path).size > mostBytes) return undefined;
  const { launches, threads } = parseObservations(
    parseJsonFile(readRunFile(path, folder).toString(), path),
    path,
  );
  return { ...optional('launches', launches), ...optional('threads', threads) };
}
