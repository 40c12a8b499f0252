import pidusage from 'pidusage';
import { monotonicNs, spanNs } from '../base/clock.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { waitSpan } from '../base/waiting.ts';
import type { ProcessUsageSeries } from '../model/observations.ts';

/** Looks at one process as a whole in the background until it is stopped. */
export interface ProcessUsageSampler extends AsyncDisposable {
  /** Resolves when the look that is under way has ended. */
  readonly stop: () => Promise<ProcessUsageSeries>;
}

/**
 * CPU and resident memory of a process as pidusage computes them, from counts of 10 ms. Each value is of the span since
 * the one before; the first, which has none and is always 0, is dropped. Have one sampler a process: pidusage
 * keeps the earlier count by pid, with a descriptor that it closes up to 90 s after the last look.
 * @throws BenchError `SPEC_INVALID` for a period below a second, where the counts' grain is all that one sees
 */
export function startProcessUsage(
  pid: number,
  { periodMs }: { readonly periodMs: number },
): ProcessUsageSampler {
  if (!(periodMs >= 1000)) {
    throw new BenchError('SPEC_INVALID', `Cannot sample a process's CPU share each ${periodMs} ms`, {
      hint: 'Choose 1000 ms or more, or sample its threads',
    });
  }
  return new ActiveUsage(pid, periodMs);
}

/**
 * Samples each second for a while.
 * @throws BenchError `ABORTED`
 */
export async function sampleProcessUsage(
  pid: number,
  { durationMs, signal }: { readonly durationMs: number; readonly signal: AbortSignal },
): Promise<ProcessUsageSeries> {
  await using sampler = startProcessUsage(pid, { periodMs: 1000 });
  await waitSpan(durationMs, { action: "sample a process's usage", signal });
  return await sampler.stop();
}

class ActiveUsage implements ProcessUsageSampler {
  readonly #pid: number;
  readonly #startedAt = monotonicNs();
  readonly #samples: ProcessUsageSeries['samples'][number][] = [];
  readonly #timer: NodeJS.Timeout;
  #pending: Promise<void>;
  #hasEarlier = false;
  #failure: string | undefined;

  constructor(pid: number, periodMs: number) {
    this.#pid = pid;
    this.#pending = this.#look();
    this.#timer = setInterval(() => {
      this.#pending = this.#pending.then(() => this.#look());
    }, periodMs).unref();
  }

  async stop(): Promise<ProcessUsageSeries> {
    clearInterval(this.#timer);
    await this.#pending;
    return {
      samples: [...this.#samples],
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #look(): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      const { cpu, memory } = await pidusage(this.#pid);
      const atNs = spanNs(this.#startedAt, monotonicNs());
      if (this.#hasEarlier) this.#samples.push({ atNs, cpuPercent: cpu, rssKib: memory / 1024 });
      this.#hasEarlier = true;
    } catch (thrown) {
      clearInterval(this.#timer);
      this.#failure = errorMessage(thrown);
    }
  }
}
