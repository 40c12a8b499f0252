/** Ctrl-C, a polite kill, and a terminal that goes away. */
export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The exit status of what a signal has ended. */
export const signalStatus: Readonly<Record<InterruptSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/** The two ways out of a run: in order, or at once. */
export interface Interrupts extends Disposable {
  /** After the first signal: the running trial ends, everything is saved. */
  readonly stop: AbortSignal;
  /** After the second: the running trial is ended as it is, then everything is saved. */
  readonly abort: AbortSignal;
  /** The first signal that came. */
  readonly received: () => InterruptSignal | undefined;
}

export function catchInterrupts(onFirst: (signal: string) => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  let received: InterruptSignal | undefined;
  const listen = (signal: InterruptSignal): (() => void) => {
    const onSignal = (): void => {
      if (received !== undefined) {
        abort.abort(signal);
        return;
      }
      received = signal;
      stop.abort(signal);
      onFirst(signal);
    };
    process.on(signal, onSignal);
    return () => process.off(signal, onSignal);
  };
  const forget = [listen('SIGINT'), listen('SIGTERM'), listen('SIGHUP')];
  return {
    stop: stop.signal,
    abort: abort.signal,
    received: () => received,
    [Symbol.dispose](): void {
      for (const each of forget) each();
    },
  };
}
