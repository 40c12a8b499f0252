import type { RunAnalysis } from '../../model/analysis.ts';
import { stoppingText } from '../../model/stopping.ts';
import { printJson, type CliContext } from '../context.ts';
import { whileStdoutIsDiverted } from '../divert-stdout.ts';
import { catchInterrupts } from '../measure/interrupts.ts';
import { loadPlan } from '../measure/load-plan.ts';
import { requireVmHost, type MeasuredRun } from '../measure/measure.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
import type { PlannedRun } from '../measure/plan-run.ts';
import { formatComparison, formatPlan, planDocument } from '../measure/print-plan.ts';
import { runExit } from '../measure/run-exit.ts';
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
  const { status, text } = runExit({
    outcome: run.outcome,
    analysis,
    signal: interrupts.received(),
    allowedShare: planned.settings.allowedFailures.value,
  });
  if (text !== undefined) say(context, text);
  return status;
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
  await printReport(reportOfRun(analysis), { folder: run.folder, isJson, isQuiet }, context);
  return analysis;
}

function say(context: CliContext, text: string): void {
  context.stderr.write(`${terminalLine(text)}\n`);
}
