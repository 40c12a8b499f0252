import { resolve } from 'node:path';
import { digestRun } from '../../analysis/digest-run.ts';
import { makeCampaign } from '../../analysis/make-campaign.ts';
import { readRuns } from '../../analysis/read-runs.ts';
import { BenchError } from '../../base/errors.ts';
import { parseRunManifest } from '../../model/run-schema.ts';
import { printJson, type CliContext } from '../context.ts';
import { findRunPaths } from '../find-run-paths.ts';
import { formatFindings } from '../format-findings.ts';
import type { SettingOptions } from '../load-settings.ts';
import { leftOutFindings, manifestWithout, parseLeavableFacts, sha256Of } from '../merge/leave-out.ts';
import { writeCampaign } from '../merge/write-campaign.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `merge` was called. */
export interface MergeOptions extends SettingOptions {
  /** Run folders, campaign folders, folders of runs, or names under the results folder. */
  readonly runs: readonly string[];
  readonly output: string | undefined;
  readonly title?: string;
  /** Facts of the host that are not to be published. */
  readonly leaveOut: readonly string[];
  readonly isJson: boolean;
}

/** Makes a campaign folder of runs and prints what is in it; returns the exit status. */
export async function mergeCommandAction(options: MergeOptions, context: CliContext): Promise<number> {
  if (options.output === undefined) {
    throw new BenchError('USAGE', 'Cannot merge the runs: there is no --output', {
      hint: 'Give the folder that is to be made',
    });
  }
  const folder = resolve(context.cwd, options.output);
  const found = readRuns(await findRunPaths(options.runs, options, context));
  const facts = parseLeavableFacts(options.leaveOut);
  const sources = found.map(({ folder: from }) => {
    const manifestText = manifestWithout(from, facts);
    const manifest = parseRunManifest(JSON.parse(manifestText), `the manifest of "${from}"`);
    return {
      folder: from,
      manifest,
      manifestText,
      ...digestRun(from),
      manifestSha256: sha256Of(manifestText),
    };
  });
  const made = makeCampaign(sources, options.title);
  const campaign = { ...made, findings: [...made.findings, ...leftOutFindings(facts)] };
  writeCampaign({ campaign, runs: new Map(sources.map((run) => [run.manifest.runId, run])) }, folder);
  if (options.isJson) printJson(context.stdout, { folder, campaign });
  else context.stdout.write(campaign.runs.map(({ runId }) => `${terminalLine(runId)}\n`).join(''));
  context.stderr.write(formatFindings(campaign.findings, context.colors.stderr));
  context.stderr.write(`campaign: ${terminalLine(folder)}\n`);
  return 0;
}
