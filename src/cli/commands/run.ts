import type { RunAnalysis } from '../../model/analysis.ts';
import { stoppingText } from '../../model/stopping.ts';
import { printJson, type CliContext } from '../context.ts';
import { whileStdoutIsDiverted } from '../divert-stdout.ts';
import { exitCodeOfError } from '../exit-codes.ts';
import { catchInterrupts, signalStatus, type Interrupts } from '../measure/interrupts.ts';
import { loadPlan } from '../measure/load-plan.ts';
import { requireVmHost, type MeasuredRun } from '../measure/measure.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
import type { PlannedRun } from '../measure/plan-run.ts';
import { formatComparison, formatPlan, planDocument } from '../measure/print-plan.ts';
import type { RunOptions } from '../run-options.ts';
import { terminalLine } from '../terminal-text.ts';

/** Runs benchmarks and writes their report, or with `isDryRun` shows the plan; returns the exit status. */
export async function runCommandAction(options: RunOptions, context: CliContext): Promise<number> {
  if (!options.isDryRun) requireVmHost();
  const aside = options.isJson ? whileStdoutIsDiverted : <T>(work: () => Promise<T>): Promise<T> => work();
  const planned = await aside(() => loadPlan(options, context));
  if (options.isDryRun) {
    if (options.isJson) printJson(context.stdout, planDocument(planned));
    else context.stdout.write(`${formatPlan(planned, context)}\n`);
    return 0;
  }
  tellComparison(planned, options, context);
  using interrupts = catchInterrupts((signal) => {
    say(context, `${signal}: the running trial ends, then all is saved. Once more ends it at once.`);
  });
  const run = await aside(() => measureFollowed(planned, { options, context, interrupts }));
  const analysis = await report(run, options, context);
  return exitStatus({ run, analysis, interrupts, planned, context });
}

/** Before anything boots: whoever compares something else than meant, or by another rule, can end the run then. */
function tellComparison({ plan }: PlannedRun, { isQuiet }: RunOptions, context: CliContext): void {
  if (isQuiet) return;
  const comparison = formatComparison(plan);
  if (comparison !== undefined) say(context, comparison);
  const { stopping } = plan;
  if (stopping !== undefined && stopping.kind !== 'fixed') say(context, `Ends ${stoppingText(stopping)}`);
}

/** Reporting code comes last and is loaded only now: a large process takes longer to start another one. */
async function report(run: MeasuredRun, options: RunOptions, context: CliContext): Promise<RunAnalysis> {
  const [{ analyseRun }, { reportOfRun }, { printReport }] = await Promise.all([
    import('../../analysis/analyse-run.ts'),
    import('../../analysis/analyse-report.ts'),
    import('../print-report.ts'),
  ]);
  const analysis = analyseRun(run.folder);
  const { isJson, isQuiet } = options;
  await printReport(
    reportOfRun(analysis),
    { folder: run.folder, isInteractive: false, isJson, isQuiet },
    context,
  );
  return analysis;
}

interface EndedRun {
  readonly run: MeasuredRun;
  readonly analysis: RunAnalysis;
  readonly interrupts: Interrupts;
  readonly planned: PlannedRun;
  readonly context: CliContext;
}

const failuresStatus = 14;

function exitStatus({ run, analysis, interrupts, planned, context }: EndedRun): number {
  const signal = interrupts.received();
  if (signal !== undefined) return signalStatus[signal];
  if (run.outcome.status === 'failed') {
    const { reason, code } = run.outcome;
    say(context, `The run was ended, since every later trial would fail like this one: ${reason} (${code})`);
    return exitCodeOfError[code];
  }
  const counts = analysis.cases.flatMap(({ arms }) => arms.map((arm) => arm.counts));
  const failedCount = counts.reduce((sum, { failed }) => sum + failed, 0);
  const plannedCount = counts.reduce((sum, each) => sum + each.planned, 0);
  const allowedShare = planned.settings.allowedFailures.value;
  if (failedCount <= plannedCount * allowedShare) return 0;
  const allowed = `${(allowedShare * 100).toFixed(1)} %`;
  say(
    context,
    `${failedCount} of ${plannedCount} trials failed, and ${allowed} may. Their reasons are in the report.`,
  );
  return failuresStatus;
}

function say(context: CliContext, text: string): void {
  context.stderr.write(`${terminalLine(text)}\n`);
}
