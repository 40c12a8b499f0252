import { waitUntil } from '../../base/waiting.ts';
import { watchPath } from '../../host/watch-path.ts';
import type { StreamWait } from '../../model/vm-streams.ts';
import { throwIfExited, type VmmProcess } from './vmm-process.ts';

export interface GrowthWait<T> extends StreamWait {
  /** The file that grows. */
  readonly path: string;
  /** Object of the sentence "Cannot <action>". */
  readonly action: string;
  readonly find: () => T | undefined;
  readonly vmm: VmmProcess | undefined;
}

/**
 * Waits until something is found in a file that the VMM writes. The watch begins here, not before: its wake-ups would
 * fall into the span of a timed request.
 * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
 */
export function waitForGrowth<T>({ path, action, find, vmm, ...wait }: GrowthWait<T>): Promise<T> {
  return waitUntil({
    ...wait,
    action,
    look: () => {
      // Before the look at the file: what the VMM wrote at its end is found first.
      const hasEnded = vmm?.exit() !== undefined;
      const value = find();
      if (value !== undefined) return { ready: true, value };
      if (hasEnded) throwIfExited(vmm, action);
      return { ready: false, seen: 'it is absent' };
    },
    subscribe: (wake) => {
      const watch = watchPath(path, wake);
      const unsubscribe = vmm?.subscribe(wake);
      return () => {
        watch[Symbol.dispose]();
        unsubscribe?.();
      };
    },
    ...(vmm === undefined ? {} : { retryMs: vmm.retryMs }),
  });
}

/** A pattern whose search always begins at the start of the text. */
export function withoutState(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''));
}
