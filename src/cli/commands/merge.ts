import { resolve } from 'node:path';
import { digestRun } from '../../analysis/digest-run.ts';
import { makeCampaign } from '../../analysis/make-campaign.ts';
import { readRuns } from '../../analysis/read-runs.ts';
import { BenchError } from '../../base/errors.ts';
import { printJson, type CliContext } from '../context.ts';
import { findRunPaths } from '../find-run-paths.ts';
import { formatFindings } from '../format-findings.ts';
import type { SettingOptions } from '../load-settings.ts';
import { writeCampaign } from '../merge/write-campaign.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `merge` was called. */
export interface MergeOptions extends SettingOptions {
  /** Run folders, campaign folders, folders of runs, or names under the results folder. */
  readonly runs: readonly string[];
  readonly output: string | undefined;
  readonly title?: string;
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
  const sources = found.map(({ folder: from, records: { manifest } }) => {
    return { folder: from, manifest, ...digestRun(from) };
  });
  const campaign = makeCampaign(sources, options.title);
  const folders = new Map(sources.map(({ manifest, folder: from }) => [manifest.runId, from]));
  writeCampaign({ campaign, folders }, folder);
  if (options.isJson) printJson(context.stdout, { folder, campaign });
  else context.stdout.write(campaign.runs.map(({ runId }) => `${terminalLine(runId)}\n`).join(''));
  context.stderr.write(formatFindings(campaign.findings, context.colors.stderr));
  context.stderr.write(`campaign: ${terminalLine(folder)}\n`);
  return 0;
}
