import { CleanupStack } from '../base/cleanup-stack.ts';
import { BenchError } from '../base/errors.ts';
import type { AffinitySetter } from './affinity.ts';
import { formatCpuList, isSameCpus, readAllowedCpus } from './cpu-list.ts';
import { readThreads, type ThreadReading } from './threads.ts';

/**
 * Moves every thread of this process to the given CPUs: V8 and libuv have about ten beside the main one, and later ones
 * inherit from those. Disposal gives each thread its earlier CPUs back, a thread that is new since then those that
 * the process had. Both are read back.
 * @throws BenchError `PLACEMENT_NOT_APPLIED`, with the earlier CPUs restored
 */
export async function moveHarnessThreads(
  cpus: readonly number[],
  setter: AffinitySetter,
): Promise<AsyncDisposable> {
  const processCpus = readAllowedCpus('self');
  const earlier = new Map(readThreads(process.pid).map(({ tid, allowedCpus }) => [tid, allowedCpus]));
  await using cleanup = new CleanupStack();
  cleanup.defer("restore the CPUs of the harness's threads", () =>
    settleThreads((tid) => earlier.get(tid) ?? processCpus, setter),
  );
  await settleThreads(() => cpus, setter);
  return cleanup.move();
}

// A thread may be born of one that has not been moved yet: look again until a pass finds none to move.
const passCount = 5;

async function settleThreads(
  wantedCpus: (tid: number) => readonly number[],
  setter: AffinitySetter,
): Promise<void> {
  const findStrays = (): readonly ThreadReading[] =>
    readThreads(process.pid).filter(({ tid, allowedCpus }) => !isSameCpus(allowedCpus, wantedCpus(tid)));
  let strays = findStrays();
  for (let pass = 0; pass < passCount && strays.length > 0; pass += 1) {
    for (const { tid } of strays) await setUnlessGone({ tid, cpus: wantedCpus(tid) }, setter);
    strays = findStrays();
  }
  if (strays.length === 0) return;
  const list = strays.map(({ tid, comm, allowedCpus }) => {
    return `${tid} "${comm}" on ${formatCpuList(allowedCpus)} instead of ${formatCpuList(wantedCpus(tid))}`;
  });
  const text = `Cannot move the harness's own threads: ${list.join(', ')}`;
  throw new BenchError('PLACEMENT_NOT_APPLIED', text, {
    hint: 'Check that these CPUs are online and in the cpuset of the harness',
  });
}

async function setUnlessGone(
  { tid, cpus }: { readonly tid: number; readonly cpus: readonly number[] },
  setter: AffinitySetter,
): Promise<void> {
  try {
    await setter.set(tid, cpus);
  } catch (thrown) {
    if (readThreads(process.pid).some((thread) => thread.tid === tid)) throw thrown;
  }
}
