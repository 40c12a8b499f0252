import { readRun } from '../../analysis/read-run.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { BenchError } from '../../base/errors.ts';
import type { Settings } from '../../harness/settings.ts';
import type { CliContext } from '../context.ts';
import type { RunOptions } from '../run-options.ts';
import { catchInterrupts } from './interrupts.ts';
import { loadPlan } from './load-plan.ts';
import { requireVmHost } from './measure.ts';
import { measureFollowed } from './measure-followed.ts';

/**
 * Measures so many blocks of the first arm against itself: spread and time of what is to be planned, and no look at any
 * difference that it is about.
 * @throws BenchError as `run` does; `ABORTED` when it is interrupted
 */
export async function measurePilot(
  blocks: number,
  options: RunOptions,
  context: CliContext,
): Promise<RunRecords> {
  requireVmHost();
  const planned = await loadPlan({ ...options, change: (settings) => pilotOf(settings, blocks) }, context);
  using interrupts = catchInterrupts(() => undefined);
  const { folder, outcome } = await measureFollowed(planned, { options, context, interrupts });
  if (outcome.status !== 'complete') {
    throw new BenchError('ABORTED', `Cannot plan by the pilot "${folder}": it is ${outcome.status}`);
  }
  return readRun(folder);
}

function pilotOf(settings: Settings, blocks: number): Settings {
  // What ends the run that is planned is not to end its pilot.
  const { arms, stopWhen: _stopWhen, budgetMs: _budgetMs, looks: _looks, ...rest } = settings;
  const first = arms?.value[0] ?? { id: 'base', fields: {} };
  const again = { ...first, id: first.id === 'again' ? 'base' : 'again' };
  return {
    ...rest,
    arms: { value: [first, again], origin: 'flag --pilot' },
    trials: { value: 2 * blocks, origin: 'flag --pilot' },
    title: { value: 'pilot: an arm against itself', origin: 'flag --pilot' },
  };
}
