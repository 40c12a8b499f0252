import { errorMessage } from '../../base/errors.ts';

/** Errors that nobody waits for: thrown in a timer, or a promise that was let go. They are a definition's. */
export interface StrayErrors extends Disposable {
  /** Fires at the first one. */
  readonly signal: AbortSignal;
  /** What was thrown first. */
  readonly reason: () => string | undefined;
}

/** Without it such an error ends the process where it stands, with its microVM left behind. */
export function catchStrayErrors(): StrayErrors {
  const controller = new AbortController();
  let reason: string | undefined;
  const onError = (thrown: unknown): void => {
    reason ??= errorMessage(thrown);
    controller.abort(thrown);
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return {
    signal: controller.signal,
    reason: () => reason,
    [Symbol.dispose](): void {
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onError);
    },
  };
}
