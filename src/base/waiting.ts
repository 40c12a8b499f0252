import { BenchError } from './errors.ts';

/** One look at the awaited thing: it is there, or what was seen instead. */
export type Look<T> =
  | { readonly ready: true; readonly value: T }
  /** `retryMs` asks for another look after that time even without an event. */
  | { readonly ready: false; readonly seen: string; readonly retryMs?: number };

export interface WaitOptions<T> {
  /** Object of the sentence "Cannot <action>": "reach the API socket". */
  readonly action: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called at once, then after each wake-up. A throw ends the wait. */
  readonly look: () => Look<T> | Promise<Look<T>>;
  /** Registers the wake-up call with the event source; returns how to unregister. */
  readonly subscribe?: (wake: () => void) => () => void;
  /** Look again after this long without an event; for things that have no event at all. */
  readonly retryMs?: number;
}

/**
 * Waits by event until `look` is ready.
 * @throws BenchError `DEADLINE_EXCEEDED` with the last thing seen; `ABORTED` when the signal fires.
 */
export async function waitUntil<T>(options: WaitOptions<T>): Promise<T> {
  const { action, timeoutMs, signal, look } = options;
  const deadline = performance.now() + timeoutMs;
  const bell = createBell();
  const unsubscribe = options.subscribe?.(bell.ring);
  signal.addEventListener('abort', bell.ring);
  try {
    for (;;) {
      throwIfAborted(signal, action);
      const seen = await look();
      if (seen.ready) return seen.value;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        const text = `Cannot ${action}: ${seen.seen} after ${String(Math.round(timeoutMs))} ms`;
        throw new BenchError('DEADLINE_EXCEEDED', text);
      }
      await bell.wait(Math.min(leftMs, seen.retryMs ?? options.retryMs ?? leftMs));
    }
  } finally {
    signal.removeEventListener('abort', bell.ring);
    unsubscribe?.();
  }
}

/** @throws BenchError `ABORTED` */
export function throwIfAborted(signal: AbortSignal, action: string): void {
  if (!signal.aborted) return;
  throw new BenchError('ABORTED', `Cannot ${action}: the run was interrupted`, { cause: signal.reason });
}

/**
 * Lets a span go by that is itself what is wanted, as the one over which something is sampled.
 * @throws BenchError `ABORTED`
 */
export async function waitSpan(
  spanMs: number,
  { action, signal }: { readonly action: string; readonly signal: AbortSignal },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const span = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, spanMs);
  });
  try {
    await untilAborted(span, { action, signal });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Settles as the promise does, or fails when the time is over; the promise itself goes on.
 * @throws BenchError `DEADLINE_EXCEEDED`
 */
export async function withDeadline<T>(
  work: Promise<T>,
  options: { readonly action: string; readonly timeoutMs: number },
): Promise<T> {
  const { action, timeoutMs } = options;
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new BenchError('DEADLINE_EXCEEDED', `Cannot ${action}: no answer after ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Settles as the promise does, or fails when the signal fires; the promise itself goes on.
 * @throws BenchError `ABORTED`
 */
export async function untilAborted<T>(
  work: Promise<T>,
  { action, signal }: { readonly action: string; readonly signal: AbortSignal },
): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = (): void => {
      const text = `Cannot ${action}: the run was interrupted`;
      reject(new BenchError('ABORTED', text, { cause: signal.reason }));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  // Nobody may be waiting for it any more when it fires.
  aborted.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring (or at once, when it rang since the last wait) or when the time is over. */
  readonly wait: (timeoutMs: number) => Promise<void>;
}

function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  const wait = async (timeoutMs: number): Promise<void> => {
    if (!rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        wake = (): void => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = undefined;
    }
    rung = false;
  };
  return { ring, wait };
}
