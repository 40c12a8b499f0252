import { formatDurationMs } from '../base/units.ts';
import { isTerminal, type Environment } from './color.ts';
import type { OutputStream } from './context.ts';
import { terminalLine } from './terminal-text.ts';

/** Where a run stands after a trial or a block. */
export interface ProgressState {
  readonly caseId: string;
  /** Trials, warm-up counted. */
  readonly doneCount: number;
  readonly totalCount: number;
  readonly failedCount: number;
  /**
   * Half the width of the interval, in shares of the median or of a ratio of about 1; absent while there are too few
   * samples for one. Nothing else of a result is shown while a run goes on: it must not be ended by what it shows.
   */
  readonly precision?: { readonly what: 'median' | 'ratio'; readonly halfWidth: number };
}

/**
 * Tells how far a run is. It has no timer: it writes only when called, which is between trials, so that nothing of
 * it falls into a timed span.
 */
export interface Progress {
  readonly trialEnded: (state: ProgressState) => void;
  readonly blockEnded: (state: ProgressState) => void;
  /** Leaves the terminal clean; to be called before anything else is written there. */
  readonly done: () => void;
}

/** What the progress is written to, and the clock it estimates by. */
export interface ProgressOptions {
  readonly stream: OutputStream;
  readonly env: Environment;
  readonly isWanted: boolean;
  /** Milliseconds of any steady clock. */
  readonly nowMs: () => number;
}

const fallbackColumns = 80;
const eraseLine = '\r\u001b[K';

function formatLeft(state: ProgressState, elapsedMs: number): string {
  const leftCount = state.totalCount - state.doneCount;
  if (leftCount === 0 || state.doneCount === 0) return '';
  return `about ${formatDurationMs((elapsedMs / state.doneCount) * leftCount)} left`;
}

/** "12/84 trials, 1 failed, median ±1.8 %, about 40.0 s left, boot-time/vcpus=1". */
export function formatProgress(state: ProgressState, elapsedMs: number): string {
  const { doneCount, totalCount, failedCount, precision } = state;
  const parts = [
    `${String(doneCount)}/${String(totalCount)} trials`,
    failedCount === 0 ? '' : `${String(failedCount)} failed`,
    precision === undefined ? '' : `${precision.what} ±${(precision.halfWidth * 100).toFixed(1)} %`,
    formatLeft(state, elapsedMs),
    terminalLine(state.caseId),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function createLineProgress({ stream, nowMs }: ProgressOptions): Progress {
  const startedMs = nowMs();
  return {
    trialEnded(state): void {
      const columns = stream.columns ?? fallbackColumns;
      // One column short, since a full line makes some terminals wrap.
      const text = formatProgress(state, nowMs() - startedMs).slice(0, columns - 1);
      stream.write(eraseLine + text);
    },
    blockEnded: () => undefined,
    done: () => void stream.write(eraseLine),
  };
}

function createPlainProgress({ stream, nowMs }: ProgressOptions): Progress {
  const startedMs = nowMs();
  return {
    trialEnded: () => undefined,
    blockEnded: (state) => void stream.write(`${formatProgress(state, nowMs() - startedMs)}\n`),
    done: () => undefined,
  };
}

/**
 * On a terminal one line that is written over; elsewhere, on a dumb terminal and under CI a plain line a block.
 */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, env, isWanted } = options;
  if (!isWanted) return { trialEnded: () => undefined, blockEnded: () => undefined, done: () => undefined };
  const isPlain = !isTerminal(stream) || env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '';
  return isPlain ? createPlainProgress(options) : createLineProgress(options);
}
