import { BenchError, errorMessage } from './errors.ts';

interface Step {
  readonly what: string;
  readonly undo: () => void | PromiseLike<void>;
}

/**
 * Owns what has to be undone. Steps run once, in reverse order, each tried even when an earlier one failed; the
 * failures are gathered into one `CLEANUP_FAILED` error. A half-built thing is held by
 * `await using cleanup = new CleanupStack()` and, on success, leaves through `move()`.
 */
export class CleanupStack implements AsyncDisposable {
  #steps: Step[] = [];

  /** @param what names the step in a failure, as an action: "remove the jail". */
  defer(what: string, undo: () => void | PromiseLike<void>): void {
    this.#steps.push({ what, undo });
  }

  /** Takes ownership of a disposable and returns it. */
  use<T extends AsyncDisposable>(what: string, resource: T): T {
    this.defer(what, () => resource[Symbol.asyncDispose]());
    return resource;
  }

  /** Hands all steps to a new stack, so that the disposal of this one undoes nothing. */
  move(): CleanupStack {
    const successor = new CleanupStack();
    successor.#steps = this.#steps;
    this.#steps = [];
    return successor;
  }

  /** @throws BenchError `CLEANUP_FAILED` naming each step that failed; the failures are in `cause`. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: { readonly what: string; readonly thrown: unknown }[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (thrown) {
        failures.push({ what: step.what, thrown });
      }
    }
    if (failures.length === 0) return;
    const list = failures.map(({ what, thrown }) => `${what} (${errorMessage(thrown)})`).join('; ');
    throw new BenchError('CLEANUP_FAILED', `Cannot clean up: ${list}`, {
      cause: new AggregateError(failures.map(({ thrown }) => thrown)),
    });
  }
}
