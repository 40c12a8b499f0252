import { casesToConfirm, confirmGate } from '../../analysis/gate/confirm-gate.ts';
import type { Sides } from '../../analysis/compare/sides.ts';
import { readRun } from '../../analysis/read-run.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { BenchError } from '../../base/errors.ts';
import type { GateVerdict } from '../../model/gate-verdict.ts';
import type { CliContext } from '../context.ts';
import { whileStdoutIsDiverted } from '../divert-stdout.ts';
import { catchInterrupts } from '../measure/interrupts.ts';
import { requireVmHost } from '../measure/measure.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
import { terminalLine } from '../terminal-text.ts';
import { planConfirmation } from './plan-confirmation.ts';

/**
 * What confirming needs before anything is read.
 * @throws BenchError `FACILITY_MISSING`
 */
export function requireFreshTrials(): void {
  requireVmHost();
}

export interface ConfirmOptions {
  readonly sides: Sides;
  /** Of the run that was judged. */
  readonly folder: string;
  readonly trials?: number;
  readonly isQuiet: boolean;
}

/**
 * Measures once more what would stop the build, and judges by both runs; the verdict as it is where nothing would.
 * @throws BenchError `USAGE` where the sides are not arms of one run, and whatever keeps the fresh run from being made
 */
export async function confirmVerdict(
  first: GateVerdict,
  options: ConfirmOptions,
  context: CliContext,
): Promise<GateVerdict> {
  const { manifest } = requireOneRun(options.sides);
  const caseIds = casesToConfirm(first);
  if (caseIds.length === 0) return first;
  const fresh = await whileStdoutIsDiverted(() => measureAgain({ ...options, manifest, caseIds }, context));
  return confirmGate({ first, firstRunId: manifest.runId, fresh });
}

/** @throws BenchError `USAGE` */
export function requireOneRun({ base, candidates }: Sides): RunRecords {
  const runs = [base, ...candidates].flatMap((side) => side.runs);
  const ids = new Set(runs.map(({ manifest }) => manifest.runId));
  const [only] = runs;
  if (only !== undefined && ids.size === 1) return only;
  throw new BenchError('USAGE', `Cannot confirm a verdict of ${ids.size} runs: it needs the arms of one`, {
    hint: 'Measure base and candidate as arms of one run (--arm), then gate it with --confirm',
  });
}

interface Again extends ConfirmOptions {
  readonly manifest: RunRecords['manifest'];
  readonly caseIds: readonly string[];
}

async function measureAgain(again: Again, context: CliContext): Promise<RunRecords> {
  const planned = await planConfirmation({ ...again, env: context.env });
  const tell = (text: string): void => {
    if (!again.isQuiet) context.stderr.write(`${terminalLine(text)}\n`);
  };
  tell(`Measuring ${again.caseIds.join(' and ')} once more: it would stop the build`);
  using interrupts = catchInterrupts((signal) => {
    tell(`${signal}: the running trial ends, then all is saved. Once more ends it at once.`);
  });
  const options = { hasProgress: !again.isQuiet, isQuiet: again.isQuiet };
  const { folder, outcome } = await measureFollowed(planned, { options, context, interrupts });
  if (outcome.status === 'complete') return readRun(folder);
  const isFailed = outcome.status === 'failed';
  const reason = isFailed ? outcome.reason : 'it was interrupted';
  throw new BenchError(
    isFailed ? outcome.code : 'ABORTED',
    `Cannot confirm with the run "${folder}": ${reason}`,
  );
}
