import { join } from 'node:path';
import { errorMessage } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { CaseSummary } from '../model/analysis.ts';
import { byGravity, gatedOf, headlineText } from '../model/comparison-text.ts';
import type { RunComparison } from '../model/comparison.ts';
import type { IndexedRun, LeftOutFolder, ResultsIndex } from '../model/results-index.ts';
import type { RunManifest } from '../model/run.ts';
import { countsOfCases } from '../model/trial-counts.ts';
import { compareArms } from './analyse-run.ts';
import { byStart } from './by-start.ts';
import { hasPlace, pointsOf, seriesOfPoints, type PlacedPoint } from './history.ts';
import { headlinePolicy } from './compare/policy.ts';
import { listResults } from './list-results.ts';
import { readRun } from './read-run.ts';
import { isThere } from './read-run-file.ts';
import { summarise } from './summarise.ts';

/** What is kept of a run when its trials are gone again. */
interface ReadRun {
  readonly manifest: Pick<RunManifest, 'runId' | 'startedAt' | 'end'>;
  readonly run: IndexedRun;
  readonly points: readonly PlacedPoint[];
}

/**
 * Reads a folder of results run by run, so that the trials of no more than one are in memory. What cannot be read is listed
 * with its reason. A run that is there twice, as it is in a campaign, counts once in the series.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED` when the folder itself cannot be read
 */
export function indexResults(folder: string): ResultsIndex {
  const { runPaths, campaigns, reports, leftOut } = listResults(folder);
  const found = runPaths.map((path) => readOne(folder, path));
  const read = found.flatMap((each) => ('run' in each ? [each] : []));
  const unread = found.flatMap((each) => ('run' in each ? [] : [each]));
  const ordered = read.sort(
    (one, other) => byStart(one.manifest, other.manifest) || Number(one.run.path > other.run.path) * 2 - 1,
  );
  const distinct = [...new Map(ordered.map((each) => [each.run.runId, each])).values()];
  return {
    runs: ordered.map(({ run }) => run).reverse(),
    campaigns,
    reports,
    leftOut: [...leftOut, ...unread]
      .map(({ path, reason }) => ({ path, reason: withoutPlace(reason, folder) }))
      .sort((one, other) => Number(one.path > other.path) * 2 - 1),
    series: seriesOfPoints(distinct.flatMap(({ points }) => points)),
  };
}

/** Where the folder lies is nobody's business who reads the page, and would change its bytes. */
function withoutPlace(reason: string, folder: string): string {
  return reason.replaceAll(`${folder}/`, '');
}

function readOne(folder: string, path: string): ReadRun | LeftOutFolder {
  try {
    const place = join(folder, path);
    const records = readRun(place);
    const { manifest, trials } = records;
    const cases = summarise(manifest, trials);
    const { runId, startedAt, end } = manifest;
    return {
      manifest: { runId, ...optional('startedAt', startedAt), end },
      run: toRun(
        { manifest, cases, comparison: compareArms(records, headlinePolicy) },
        { path, hasPage: isThere(join(place, 'report.html')) },
      ),
      points: hasPlace({ manifest }) ? pointsOf({ manifest, cases }, { metrics: [], cases: [] }) : [],
    };
  } catch (thrown) {
    return { path, reason: errorMessage(thrown) };
  }
}

interface RunNumbers {
  readonly manifest: RunManifest;
  readonly cases: readonly CaseSummary[];
  readonly comparison: RunComparison | undefined;
}

function toRun(
  { manifest, cases, comparison }: RunNumbers,
  place: Pick<IndexedRun, 'path' | 'hasPage'>,
): IndexedRun {
  const { runId, title, startedAt, end, benchmarks, plan, host } = manifest;
  return {
    ...place,
    runId,
    title,
    ...optional('startedAt', startedAt),
    end: end.status,
    benchmarkIds: benchmarks.map(({ id }) => id),
    armIds: plan.arms.map(({ id }) => id),
    ...optional('host', host),
    counts: countsOfCases(cases),
    ...optional(
      'comparison',
      comparison === undefined
        ? undefined
        : {
            text: headlineText(comparison),
            ...optional('worst', byGravity(gatedOf(comparison))[0]?.verdict),
          },
    ),
  };
}
