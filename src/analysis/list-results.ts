import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../base/errors.ts';
import { parseCampaign } from '../model/campaign-schema.ts';
import type { Campaign } from '../model/campaign.ts';
import { z } from '../model/schema.ts';
import type { IndexedCampaign, IndexedReport, LeftOutFolder } from '../model/results-index.ts';
import { isThere, parseJsonFile, readRunFile } from './read-run-file.ts';

/** What lies in a folder of results, before any run is read. */
export interface ResultsListing {
  /** Paths of run folders, relative to the folder: its own, and those of its campaigns. */
  readonly runPaths: readonly string[];
  readonly campaigns: readonly IndexedCampaign[];
  readonly reports: readonly IndexedReport[];
  readonly leftOut: readonly LeftOutFolder[];
}

/** The folder of reports of several runs. */
const reportsFolder = 'reports';

type Listed =
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'campaign'; readonly campaign: IndexedCampaign; readonly runPaths: readonly string[] }
  | { readonly kind: 'report'; readonly report: IndexedReport }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOutFolder };

/**
 * Lists run folders, campaigns and shared reports of a folder, each by its path. What cannot be read is listed as such.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED` when the folder itself cannot be read
 */
export function listResults(folder: string): ResultsListing {
  const names = subfolders(folder).filter((name) => name !== reportsFolder);
  const hasReports = isThere(join(folder, reportsFolder));
  const shared = hasReports
    ? subfolders(join(folder, reportsFolder)).map((name) => join(reportsFolder, name))
    : [];
  const listed = [
    ...names.map((path) => guarded(path, () => look(folder, path))),
    ...shared.map((path) => guarded(path, () => lookAtReport(folder, path))),
  ];
  return {
    runPaths: listed.flatMap((each) => {
      if (each.kind === 'run') return [each.path];
      return each.kind === 'campaign' ? each.runPaths : [];
    }),
    campaigns: listed.flatMap((each) => (each.kind === 'campaign' ? [each.campaign] : [])),
    reports: listed.flatMap((each) => (each.kind === 'report' ? [each.report] : [])),
    leftOut: listed.flatMap((each) => (each.kind === 'left-out' ? [each.leftOut] : [])),
  };
}

/** Links are left out: `latest` leads to a run that is there by its name too. So is what is hidden. */
function subfolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (thrown) {
    const text = `Cannot read the folder "${folder}": ${errorMessage(thrown)}`;
    throw new BenchError('RUN_NOT_FOUND', text, {
      cause: thrown,
      hint: 'Give a folder that holds run folders, as results/ does',
    });
  }
}

/** One folder that cannot be read leaves the others as they are. */
function guarded(path: string, work: () => Listed): Listed {
  try {
    return work();
  } catch (thrown) {
    return { kind: 'left-out', leftOut: { path, reason: errorMessage(thrown) } };
  }
}

function look(folder: string, path: string): Listed {
  const place = join(folder, path);
  if (isThere(join(place, 'campaign.json'))) return lookAtCampaign(folder, path);
  if (isThere(join(place, 'manifest.json'))) return { kind: 'run', path };
  return { kind: 'left-out', leftOut: { path, reason: 'no run: there is no manifest.json' } };
}

/** The digests of its runs are not held against them here: that is what reading the campaign does. */
function lookAtCampaign(folder: string, path: string): Listed {
  const place = join(folder, path);
  const file = join(place, 'campaign.json');
  const { title, runs }: Campaign = parseCampaign(
    parseJsonFile(readRunFile(file, place).toString(), file),
    `"${file}"`,
  );
  const outside = runs.find((run) => !join(path, run.path).startsWith(`${path}/`));
  if (outside !== undefined) {
    const reason = `its run "${outside.path}" is not below the campaign folder`;
    return { kind: 'left-out', leftOut: { path, reason } };
  }
  const hasPage = isThere(join(place, 'report.html'));
  return {
    kind: 'campaign',
    campaign: { path, title, runIds: runs.map(({ runId }) => runId), hasPage },
    runPaths: runs.map((run) => join(path, run.path)),
  };
}

const summarySchema = z.object({
  title: z.string(),
  runs: z.array(z.object({ label: z.string() })).optional(),
});

function lookAtReport(folder: string, path: string): Listed {
  const place = join(folder, path);
  if (!isThere(join(place, 'report.html'))) {
    return { kind: 'left-out', leftOut: { path, reason: 'no report: there is no report.html' } };
  }
  const file = join(place, 'summary.json');
  const seen = summarySchema.safeParse(parseJsonFile(readRunFile(file, place).toString(), file));
  if (!seen.success) return { kind: 'report', report: { path, title: path, runLabels: [] } };
  const runLabels = (seen.data.runs ?? []).map(({ label }) => label);
  return { kind: 'report', report: { path, title: seen.data.title, runLabels } };
}
