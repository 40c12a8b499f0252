/** `output`: captured, with nothing to read. `interactive`: with a FIFO as its input, which the VMM then watches. */
export type ConsoleMode = 'output' | 'interactive';

/** `file`: a plain file. `fifo`: a pipe that the harness empties; what does not fit is dropped and counted by the VMM. */
export type LogMode = 'file' | 'fifo';

export interface StreamWait {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The guest's serial port, and what jailer and VMM say before it opens: usable before the boot and while paused. */
export interface VmConsole {
  /**
   * Resolves when all of it lies in the FIFO: the guest reads it when it runs and asks for it.
   * @throws BenchError `SPEC_INVALID` on a console that is not interactive, `VMM_EXITED`, `DEADLINE_EXCEEDED`
   */
  readonly write: (text: string) => Promise<void>;
  /** All output so far. */
  readonly text: () => string;
  /**
   * Resolves with the first match in all output, that before the call included.
   * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
   */
  readonly waitForText: (pattern: RegExp, wait: StreamWait) => Promise<string>;
}

/** The VMM's log, whole lines only, from the first one on. */
export interface VmLog {
  readonly lines: () => readonly string[];
  readonly find: (pattern: RegExp) => string | undefined;
  /**
   * Resolves with the first line that matches, those before the call included.
   * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
   */
  readonly waitForLine: (pattern: RegExp, wait: StreamWait) => Promise<string>;
}
