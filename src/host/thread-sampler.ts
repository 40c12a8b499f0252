import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { BenchError } from '../base/errors.ts';
import { waitSpan, withDeadline } from '../base/waiting.ts';
import type { HostPath } from '../model/brands.ts';
import type { ThreadSeries } from '../model/observations.ts';
import { parseThreadRecord } from './thread-record.ts';

export interface ThreadSamplerOptions {
  /** `native/build/thread_sampler`. */
  readonly binary: HostPath;
  readonly pid: number;
  /** A whole number of microseconds, 1 ms or more. */
  readonly periodMs: number;
}

/** Looks at the threads of one process beside the harness until it is stopped. Disposal without a stop drops it all. */
export interface ThreadSampler extends AsyncDisposable {
  /**
   * Ends sampling and parses what was kept. Missed ticks and a failure are in the series: judge them.
   * @throws BenchError `SAMPLE_INVALID` when the sampler itself has failed
   */
  readonly stop: () => Promise<ThreadSeries>;
}

/** Each tick of this number looks for new threads and at their names and CPUs. */
const rareTicks = 10;

/**
 * Starts sampling; resolves after the first tick. The sampler is a small program of its own on the harness's CPUs: a tick
 * in Node costs three times the CPU time, and comes late whenever the harness is busy. A tick still wakes a
 * CPU: use it where the load itself is the question.
 * @throws BenchError `SAMPLE_INVALID` when the process has no thread; `FACILITY_MISSING` when the sampler is not built
 */
export async function startThreadSampler(options: ThreadSamplerOptions): Promise<ThreadSampler> {
  const { binary, pid, periodMs } = options;
  const periodUs = Math.round(periodMs * 1000);
  const child = spawn(binary, [String(pid), String(periodUs), String(rareTicks)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  const output = followOutput(child);
  await withDeadline(output.ready, { action: 'start the thread sampler', timeoutMs: limitMs }).catch(
    (thrown: unknown) => {
      child.kill('SIGKILL');
      throw thrown;
    },
  );
  const end = async (): Promise<string> => {
    child.kill('SIGTERM');
    return withDeadline(output.whole, { action: 'end the thread sampler', timeoutMs: limitMs });
  };
  return {
    stop: async () => parseThreadRecord(await end(), periodUs * 1000),
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/**
 * Samples for a while. The span itself is what is waited for.
 * @throws BenchError as `startThreadSampler` and `ThreadSampler.stop` do, and `ABORTED`
 */
export async function sampleThreads(
  options: ThreadSamplerOptions & { readonly durationMs: number; readonly signal: AbortSignal },
): Promise<ThreadSeries> {
  const { durationMs, signal } = options;
  await using sampler = await startThreadSampler(options);
  await waitSpan(durationMs, { action: 'sample threads', signal });
  return await sampler.stop();
}

const limitMs = 10_000;
const readyLine = 'ready\n';

interface Output {
  /** Resolves at the first tick. */
  readonly ready: Promise<void>;
  /** Resolves with all after the first line, once the program has ended well. */
  readonly whole: Promise<string>;
}

function followOutput(child: ChildProcess): Output {
  const chunks: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk));
  const whole = new Promise<string>((resolve, reject) => {
    child.once('error', (thrown) => {
      reject(notStarted(thrown));
    });
    child.once('close', (status, signal) => {
      const text = Buffer.concat(chunks).toString();
      if (status === 0 && text.startsWith(readyLine)) resolve(text.slice(readyLine.length));
      else
        reject(
          failed(Buffer.concat(complaints).toString().trim() || `it ended with ${String(status ?? signal)}`),
        );
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      resolve();
    });
    // Also what nobody has waited for yet ends here, and not as an unhandled rejection.
    whole.catch(reject);
  });
  return { ready, whole };
}

function notStarted(cause: Error): BenchError {
  return new BenchError('FACILITY_MISSING', `Cannot start the thread sampler: ${cause.message}`, {
    cause,
    hint: 'Build the native programs: npm run setup',
  });
}

function failed(seen: string): BenchError {
  return new BenchError('SAMPLE_INVALID', `Cannot sample threads: ${seen}`);
}
