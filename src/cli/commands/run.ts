import { join } from 'node:path';
import { analyseRun } from '../../analysis/analyse-run.ts';
import { overrideParameters } from '../../harness/override-parameters.ts';
import type { RunOutcome } from '../../harness/run-plan.ts';
import type { RunAnalysis } from '../../model/analysis.ts';
import { printJson, type CliContext } from '../context.ts';
import { exitCodeOfError } from '../exit-codes.ts';
import { loadDefinitions, selectDefinitions } from '../load-definitions.ts';
import { loadSettings } from '../load-settings.ts';
import { catchInterrupts, type Interrupts } from '../measure/interrupts.ts';
import { measure, type MeasuredRun } from '../measure/measure.ts';
import { planRun, type PlannedRun } from '../measure/plan-run.ts';
import { formatPlan, planDocument } from '../measure/print-plan.ts';
import { followRun } from '../measure/follow-run.ts';
import { locatePackage } from '../package-root.ts';
import type { RunOptions } from '../run-options.ts';
import { terminalLine } from '../terminal-text.ts';

/** Runs benchmarks and writes their report, or with `isDryRun` shows the plan; returns the exit status. */
export async function runCommandAction(options: RunOptions, context: CliContext): Promise<number> {
  const settings = await loadSettings(context, options);
  const loaded = await loadDefinitions(settings.benchmarks.value, context.env);
  const chosen = selectDefinitions(loaded, options.ids).map(({ definition }) => definition);
  const definitions = overrideParameters(chosen, settings.parameters);
  const packageRoot = locatePackage().root;
  const planned = await planRun({ settings, definitions, packageRoot });
  if (options.isDryRun) {
    showPlan(planned, { isJson: options.isJson, context });
    return 0;
  }
  const { talk } = createTalk(options, context);
  using interrupts = catchInterrupts((signal) => {
    talk(`${signal}: the running trial ends, then everything is saved. Once more ends it at once.`);
  });
  const following = followRun({ planned, options, context });
  const run = await measure({
    planned,
    packageRoot,
    command: ['microvm-bench', ...context.argv],
    interrupts,
    ...following,
  });
  following.done();
  const analysis = await report(run, { options, context });
  return exitStatus({ run, analysis, interrupts, allowedFailures: settings.allowedFailures.value, talk });
}

interface Talk {
  readonly talk: (text: string) => void;
}

function createTalk(options: RunOptions, context: CliContext): Talk {
  return {
    talk(text): void {
      if (!options.isQuiet) context.stderr.write(`${terminalLine(text)}\n`);
    },
  };
}

function showPlan(
  planned: PlannedRun,
  { isJson, context }: { readonly isJson: boolean; readonly context: CliContext },
): void {
  if (isJson) printJson(context.stdout, planDocument(planned));
  else context.stdout.write(`${formatPlan(planned, context)}\n`);
}

/** Reporting code comes last and only now: a large process takes longer to start another one. */
async function report(
  { folder }: MeasuredRun,
  { options, context }: { readonly options: RunOptions; readonly context: CliContext },
): Promise<RunAnalysis> {
  const { writeReport } = await import('../../report/exporters.ts');
  const { formatSummaryTable } = await import('../../report/table.ts');
  const analysis = analyseRun(folder);
  await writeReport(analysis, folder);
  if (options.isJson) {
    printJson(context.stdout, { folder, cases: analysis.cases, findings: analysis.findings });
  } else {
    context.stdout.write(`${formatSummaryTable(analysis)}\n`);
  }
  const { talk } = createTalk(options, context);
  for (const { severity, message, advice } of analysis.findings) talk(`${severity}: ${message}. ${advice}.`);
  talk(`Report: ${join(folder, 'report.html')}`);
  return analysis;
}

interface EndedRun extends Talk {
  readonly run: MeasuredRun;
  readonly analysis: RunAnalysis;
  readonly interrupts: Interrupts;
  readonly allowedFailures: number;
}

const failuresStatus = 14;
const signalStatus = { SIGINT: 130, SIGTERM: 143 } as const;

function exitStatus({ run, analysis, interrupts, allowedFailures, talk }: EndedRun): number {
  const signal = interrupts.received();
  if (signal !== undefined) return signalStatus[signal];
  if (run.outcome.status === 'failed') {
    talk(
      `The run was ended, since every later trial would fail as this one: ${describeFailure(run.outcome)}`,
    );
    return exitCodeOfError[run.outcome.code];
  }
  const counts = analysis.cases.flatMap(({ arms }) => arms.map((arm) => arm.counts));
  const failed = counts.reduce((sum, each) => sum + each.failed, 0);
  const planned = counts.reduce((sum, each) => sum + each.planned, 0);
  if (failed <= planned * allowedFailures) return 0;
  talk(`${failed} of ${planned} trials failed; allowed are ${(allowedFailures * 100).toFixed(1)} %`);
  return failuresStatus;
}

function describeFailure(outcome: Extract<RunOutcome, { readonly status: 'failed' }>): string {
  return `${outcome.reason} (${outcome.code})`;
}
