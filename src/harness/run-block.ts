import { Bench, type BenchOptions, type FnOptions } from 'tinybench';
import { BenchError } from '../base/errors.ts';
import type { Block, PlannedTrial } from '../model/plan.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { TrialRun } from './trial-run.ts';

export interface BlockOptions {
  readonly open: (planned: PlannedTrial) => TrialRun;
  readonly onRecord: (record: TrialRecord) => void;
  /** Once aborted, the running trial still ends in order and no further one begins. */
  readonly stop: AbortSignal;
}

/**
 * Runs the trials of one block in their order: a tinybench task a trial, exactly one iteration each. The VM is
 * prepared and ended in the hooks, outside the task; the task tells tinybench the measured span. The record of a trial
 * is the journal's, made here; tinybench sorts its samples and knows neither order nor failures.
 */
export async function runBlock(block: Block, options: BlockOptions): Promise<void> {
  // tinybench never takes its listeners off the signal again, so each block has one of its own.
  const stop = new AbortController();
  const forward = (): void => {
    stop.abort(options.stop.reason);
  };
  options.stop.addEventListener('abort', forward);
  try {
    const bench = new Bench(benchOptions(stop.signal));
    for (const planned of block.trials) addTrial(bench, planned, options);
    await bench.run();
  } finally {
    options.stop.removeEventListener('abort', forward);
  }
}

/** Both limits must be met before tinybench stops, hence `time: 0`; a warm-up of its own would boot unrecorded VMs. */
function benchOptions(signal: AbortSignal): BenchOptions {
  return { iterations: 1, time: 0, warmup: false, throws: false, subtractTimerOverhead: false, signal };
}

function addTrial(bench: Bench, planned: PlannedTrial, options: BlockOptions): void {
  let run: TrialRun | undefined;
  const hooks: FnOptions = {
    // Without it tinybench calls a task once more to find out whether it is asynchronous.
    async: true,
    async beforeEach(): Promise<void> {
      run = options.open(planned);
      await run.prepare();
    },
    async afterEach(): Promise<void> {
      if (run !== undefined) options.onRecord(await run.finish());
    },
  };
  bench.add(
    planned.id,
    async () => {
      const spanMs = await run?.measure();
      if (spanMs === undefined)
        throw new BenchError('SAMPLE_INVALID', `Cannot time ${planned.id}: the trial failed`);
      return { overriddenDuration: spanMs };
    },
    hooks,
  );
}
