import { BenchError } from '../base/errors.ts';
import { campaignFormatVersion, type Campaign, type CampaignRun } from '../model/campaign.ts';
import type { RunManifest } from '../model/run.ts';
import { byStart } from './by-start.ts';
import { campaignFindings } from './campaign-findings.ts';
import type { RunDigests } from './digest-run.ts';
import { optional } from '../base/optional.ts';

/** A run that is to become part of a campaign. */
export interface CampaignSource extends RunDigests {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/**
 * The campaign of some runs, in the order in which they began. Runs of different hosts, plans and tools are allowed, and
 * findings say how they differ.
 * @param title replaces the titles of the runs
 * @throws BenchError `USAGE` for a run that is given twice, `RUN_MALFORMED` for one that has no end
 */
export function makeCampaign(sources: readonly CampaignSource[], title?: string): Campaign {
  for (const source of sources) requireEnd(source);
  requireDistinct(sources);
  const ordered = sources.toSorted((one, other) => byStart(one.manifest, other.manifest));
  const manifests = ordered.map(({ manifest }) => manifest);
  return {
    format: campaignFormatVersion,
    title: title ?? [...new Set(manifests.map((each) => each.title))].join(', '),
    runs: ordered.map(toRun),
    findings: campaignFindings(manifests),
  };
}

function requireEnd({ folder, manifest }: CampaignSource): void {
  if (manifest.end.status !== 'running') return;
  throw new BenchError(
    'RUN_MALFORMED',
    `Cannot merge the run "${folder}": it has no end yet, or was killed`,
    {
      hint: 'Wait for its end; what a killed run has left can be reported on its own',
    },
  );
}

function requireDistinct(sources: readonly CampaignSource[]): void {
  for (const [index, source] of sources.entries()) {
    const first = sources.slice(0, index).find((earlier) => isSameRun(earlier, source));
    if (first === undefined) continue;
    const both = `"${first.folder}" and "${source.folder}"`;
    throw new BenchError(
      'USAGE',
      `Cannot merge the run ${source.manifest.runId}: it is given twice, as ${both}`,
      {
        hint: 'Give each run once; a run counts as the same by its id or by the digest of its records',
      },
    );
  }
}

/** An empty journal is like any other one. */
function isSameRun(one: CampaignSource, other: CampaignSource): boolean {
  return (
    one.manifest.runId === other.manifest.runId ||
    one.manifestSha256 === other.manifestSha256 ||
    (one.samplesSha256 === other.samplesSha256 && one.samplesSha256 !== emptySha256)
  );
}

const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function toRun({ manifest, manifestSha256, samplesSha256 }: CampaignSource): CampaignRun {
  const { runId, startedAt, host } = manifest;
  requireFolderName(runId);
  return {
    path: `runs/${runId}`,
    runId,
    ...optional('startedAt', startedAt),
    manifestSha256,
    samplesSha256,
    ...optional('host', host?.identity),
  };
}

/** The run's folder is named after its id, and a foreign run may have any. */
function requireFolderName(runId: string): void {
  if (/^[\w-][\w.-]{0,199}$/.test(runId)) return;
  throw new BenchError(
    'RUN_MALFORMED',
    `Cannot merge the run "${runId}": its id cannot be the name of a folder`,
  );
}
