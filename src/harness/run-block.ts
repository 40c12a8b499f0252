import { setMaxListeners } from 'node:events';
import { Bench, type BenchOptions, type FnOptions } from 'tinybench';
import { BenchError } from '../base/errors.ts';
import type { Block, PlannedTrial } from '../model/plan.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { TrialRun } from './trial-run.ts';

export interface BlockOptions {
  readonly open: (planned: PlannedTrial) => Promise<TrialRun>;
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
  // One a trial, and a block of many arms has many: Node would warn of a leak.
  setMaxListeners(0, stop.signal);
  const forward = (): void => {
    stop.abort(options.stop.reason);
  };
  options.stop.addEventListener('abort', forward);
  try {
    const bench = new Bench(benchOptions(stop.signal));
    const failures: unknown[] = [];
    // tinybench keeps what a hook throws to itself; a record that was not made or not kept ends the run.
    const onFailure = (thrown: unknown): void => {
      failures.push(thrown);
      stop.abort(thrown);
    };
    for (const planned of block.trials) addTrial(bench, planned, { ...options, onFailure });
    await bench.run();
    if (failures.length > 0) throw failures[0];
  } finally {
    options.stop.removeEventListener('abort', forward);
  }
}

/** Both limits must be met before tinybench stops, hence `time: 0`; a warm-up of its own would boot unrecorded VMs. */
function benchOptions(signal: AbortSignal): BenchOptions {
  return { iterations: 1, time: 0, warmup: false, throws: false, subtractTimerOverhead: false, signal };
}

type TrialOptions = BlockOptions & { readonly onFailure: (thrown: unknown) => void };

function addTrial(bench: Bench, planned: PlannedTrial, options: TrialOptions): void {
  let run: TrialRun | undefined;
  const hooks: FnOptions = {
    // Without it tinybench calls a task once more to find out whether it is asynchronous.
    async: true,
    async beforeEach(): Promise<void> {
      run = await options.open(planned);
      await run.prepare();
    },
    async afterEach(): Promise<void> {
      try {
        if (run !== undefined) options.onRecord(await run.finish());
      } catch (thrown) {
        options.onFailure(thrown);
      }
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
