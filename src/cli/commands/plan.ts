import {
  askedBlocks,
  blocksForEffect,
  precisionOf,
  spreadOfCase,
  type CaseSpread,
} from '../../analysis/plan-precision.ts';
import { readRun } from '../../analysis/read-run.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { decidabilityOf } from '../../harness/decidability.ts';
import { wholeNumber } from '../../harness/setting-text.ts';
import type { Plan } from '../../model/plan.ts';
import { printJson, type CliContext } from '../context.ts';
import { whileStdoutIsDiverted } from '../divert-stdout.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { formatForecast, type CaseForecast, type Forecast } from '../measure/format-forecast.ts';
import { loadPlan } from '../measure/load-plan.ts';
import { measurePilot } from '../measure/measure-pilot.ts';
import { formatPlan, planDocument } from '../measure/print-plan.ts';
import type { RunOptions } from '../run-options.ts';

/** How `plan` was called. */
export interface PlanOptions extends RunOptions {
  readonly from?: string;
  readonly pilot?: string;
  readonly effect?: string;
}

/** Prints what a run would take and could show; a plan that can decide nothing is told, and no failure. */
export async function planCommandAction(options: PlanOptions, context: CliContext): Promise<number> {
  const effect = options.effect === undefined ? undefined : readEffect(options.effect);
  const aside = options.isJson ? whileStdoutIsDiverted : <T>(work: () => Promise<T>): Promise<T> => work();
  const planned = await aside(() => loadPlan(options, context));
  const earlier = await aside(() => earlierRun(options, context));
  const forecast = forecastOf(planned.plan, earlier, effect);
  if (options.isJson) printJson(context.stdout, { ...planDocument(planned), ...forecast });
  else context.stdout.write(`${formatPlan(planned, context)}\n\n${formatForecast(forecast, context)}\n`);
  return 0;
}

function readEffect(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const share = match === null ? 0 : Number(match[1]) / 100;
  if (share > 0) return share;
  throw new BenchError('USAGE', `Cannot use --effect "${text}": a size above 0 % is needed, as 5%`);
}

async function earlierRun(options: PlanOptions, context: CliContext): Promise<RunRecords | undefined> {
  const { from, pilot } = options;
  if (from !== undefined && pilot !== undefined) {
    throw new BenchError('USAGE', 'Cannot plan by --from and --pilot: each tells the spread', {
      hint: 'Leave one of them away',
    });
  }
  if (pilot !== undefined) return measurePilot(wholeNumber(6, 1000)(pilot, '--pilot'), options, context);
  return from === undefined ? undefined : readRun(await findRunFolder(from, options, context));
}

/** What the plan would take and show, case by case. */
function forecastOf(plan: Plan, earlier: RunRecords | undefined, effect: number | undefined): Forecast {
  const spreads = new Map<string, CaseSpread>();
  for (const { id } of plan.cases) {
    const spread = earlier && spreadOfCase(id, earlier);
    if (spread !== undefined) spreads.set(id, spread);
  }
  const armCount = Math.max(2, plan.arms.length);
  const familySize = plan.cases.length * (armCount - 1);
  const cases = plan.cases.map(({ id }): CaseForecast => {
    const spread = spreads.get(id);
    const decidability = decidabilityOf(id, plan);
    const needed =
      spread && effect !== undefined ? blocksForEffect(spread, { effect, familySize }) : undefined;
    return {
      caseId: id,
      ...optional('decidability', decidability),
      ...optional('spread', spread),
      precision: spread === undefined ? [] : askedBlocks.map((each) => precisionOf(each, spread, armCount)),
      ...optional('neededBlocks', needed),
    };
  });
  return {
    ...optional('minutes', minutesOf(plan, spreads)),
    ...optional('effect', effect),
    ...optional('from', earlier?.manifest.runId),
    cases,
  };
}

/** Of all trials of the plan; undefined where a case's time is not known. */
function minutesOf({ blocks }: Plan, spreads: ReadonlyMap<string, CaseSpread>): number | undefined {
  const spans = blocks.map(({ caseId, trials }) => trials.length * (spreads.get(caseId)?.trialMs ?? NaN));
  const sum = spans.reduce((total, spanMs) => total + spanMs, 0);
  return Number.isNaN(sum) ? undefined : sum / 60_000;
}
