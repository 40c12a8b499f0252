import { makeHistory } from '../../analysis/history.ts';
import { readRuns } from '../../analysis/read-runs.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { BenchError } from '../../base/errors.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { History } from '../../model/history.ts';
import { withRecordMetrics } from '../../model/record-metrics.ts';
import { suggest } from '../../model/suggest.ts';
import { formatHistoryCsv } from '../../report/history-csv.ts';
import { formatHistoryJson } from '../../report/history-json.ts';
import { formatHistory } from '../../report/history-table.ts';
import { chooseFormat } from '../choose-format.ts';
import type { CliContext } from '../context.ts';
import { findRunPaths } from '../find-run-paths.ts';
import type { SettingOptions } from '../load-settings.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `history` was called. */
export interface HistoryOptions extends SettingOptions {
  /** Run folders, campaign folders, folders of runs, or names under the results folder. */
  readonly runs: readonly string[];
  /** Patterns; none for the headlines. */
  readonly metrics: readonly string[];
  /** Patterns; none for all. */
  readonly cases: readonly string[];
  readonly format: string;
}

const widestTable = 100;

const formats: Readonly<
  Record<'human' | 'json' | 'md' | 'csv', (history: History, width: number) => string>
> = {
  human: (history, width) => `${formatHistory(history, { width })}\n`,
  json: formatHistoryJson,
  md: (history) => `${formatHistory(history, { width: Infinity })}\n`,
  csv: formatHistoryCsv,
};

/** Prints the medians of runs over time; returns the exit status. */
export async function historyCommandAction(options: HistoryOptions, context: CliContext): Promise<number> {
  const format = chooseFormat(options.format, ['human', 'json', 'md', 'csv'] as const);
  const found = readRuns(await findRunPaths(options.runs, options, context));
  const runs = found.map(({ records }) => records);
  requireMatches('--metric', options.metrics, metricIds(runs));
  requireMatches('--case', options.cases, caseIds(runs));
  const history = makeHistory(runs, options);
  const columns = context.stdout.columns ?? 0;
  context.stdout.write(formats[format](history, columns > 0 ? Math.min(columns, widestTable) : widestTable));
  for (const runId of history.leftOut) {
    context.stderr.write(
      `left out: ${terminalLine(runId)} ${whyLeftOut(runs.find(({ manifest }) => manifest.runId === runId))}\n`,
    );
  }
  return 0;
}

/** Whether a run without an end goes on or was killed, nothing in its folder tells. */
function whyLeftOut(run: RunRecords | undefined): string {
  return run?.manifest.end.status === 'running'
    ? 'has no end: wait for it, or measure anew if it was killed'
    : 'does not tell when it began: import it again with --started-at';
}

function metricIds(runs: readonly RunRecords[]): readonly string[] {
  const declared = runs.flatMap(({ manifest }) => manifest.benchmarks.flatMap(({ metrics }) => metrics));
  return withRecordMetrics(declared).map(({ id }) => id);
}

function caseIds(runs: readonly RunRecords[]): readonly string[] {
  return runs.flatMap(({ manifest }) => manifest.plan.cases.map(({ id }) => id));
}

/** A pattern that matches nothing is a slip, and would show less than was asked for. */
function requireMatches(flag: string, patterns: readonly string[], ids: readonly string[]): void {
  const missing = patterns.find((pattern) => !ids.some((id) => matchesGlob(pattern, id)));
  if (missing === undefined) return;
  const meant = suggest(missing, ids);
  throw new BenchError('USAGE', `Cannot use ${flag} "${missing}": nothing in the runs matches it`, {
    hint: meant === undefined ? `There is: ${[...new Set(ids)].join(', ')}` : `Did you mean ${meant}?`,
  });
}
