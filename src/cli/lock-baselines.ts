import { existsSync, statSync } from 'node:fs';
import { BenchError } from '../base/errors.ts';
import { makeFolders } from '../base/make-folders.ts';
import { waitUntil, type Look } from '../base/waiting.ts';
import { takeHostLock } from '../host/host-lock.ts';

/** The longest change is a copy of one run. */
const defaultTimeoutMs = 60_000;
/** That a lock is free again is no event that another process is told of. */
const retryMs = 20;

/** The lock of a folder of baselines, by the folder itself: a link to it is the same one. */
export function baselineLockName(store: string): string {
  const { dev, ino } = statSync(store);
  return `microvm-bench baselines ${String(dev)}:${String(ino)}`;
}

/**
 * Waits until no other process of this host pins, accepts or prunes in a folder, which is made where there is none, and keeps them
 * out. Whoever reads needs no lock: a run is there before its name, and a name is replaced whole.
 * @throws BenchError `DEADLINE_EXCEEDED`, `RESULTS_NOT_WRITABLE`
 */
export async function lockBaselines(
  store: string,
  { timeoutMs = defaultTimeoutMs }: { readonly timeoutMs?: number } = {},
): Promise<AsyncDisposable> {
  if (!existsSync(store)) {
    makeFolders(store, { hint: 'Choose a folder that can be written with --baselines' });
  }
  const name = baselineLockName(store);
  return waitUntil({
    action: `change the baselines in "${store}"`,
    timeoutMs,
    retryMs,
    signal: new AbortController().signal,
    look: () => tryLock(name),
  });
}

async function tryLock(name: string): Promise<Look<AsyncDisposable>> {
  try {
    return { ready: true, value: await takeHostLock(name) };
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'LOCK_HELD') {
      return { ready: false, seen: 'another process was still changing them' };
    }
    throw thrown;
  }
}
