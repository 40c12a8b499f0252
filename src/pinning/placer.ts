import { BenchError, errorMessage } from '../base/errors.ts';
import { waitUntil, type Look } from '../base/waiting.ts';
import type { AffinitySetter } from '../host/affinity.ts';
import { formatCpuList, isSameCpus, readAllowedCpus } from '../host/cpu-list.ts';
import { readProcessStat } from '../host/process-stat.ts';
import { listThreads, readThreads } from '../host/threads.ts';
import type { HostPid } from '../model/brands.ts';
import {
  formatRole,
  type AppliedPlacement,
  type Confinement,
  type PlacedThread,
  type Placer,
  type PlannedPlacement,
  type ThreadRole,
} from '../model/placement.ts';
import { checkPlacement, placementNotApplied, plannedCpusOf } from './placement-check.ts';
import { findRoleFaults, resolveRole, type VmmProcess } from './thread-roles.ts';

export interface PlacerOptions {
  readonly plan: PlannedPlacement;
  readonly confinement: Confinement;
  readonly setter: AffinitySetter;
  /** File name of the VMM's executable inside the jail. */
  readonly execName: string;
}

// InstanceStart answers after the vCPU threads exist; only their naming may still be on its way.
const namingTimeoutMs = 500;

/**
 * Pins a VM by its plan. All threads are pinned before the first is read back, so that they run unpinned for as short
 * as can be; by sched_setaffinity, and once the code is warm, a VM of 3 threads takes some 0.1 ms to pin and 0.2 ms to
 * prove.
 */
export function createPlacer({ plan, confinement, setter, execName }: PlacerOptions): Placer {
  const toApplied = (threads: readonly PlacedThread[]): AppliedPlacement => ({
    policy: plan.policy,
    confinement: confinement.kind,
    setter: setter.name,
    threads,
  });
  return {
    plan,
    confinement,
    async apply(pid): Promise<void> {
      const vmm: VmmProcess = { pid, execName };
      const threads = await findThreadsToPin(vmm, plan);
      for (const { tid, cpus } of threads) {
        try {
          await setter.set(tid, cpus);
        } catch (thrown) {
          throw placementNotApplied(vmm, [errorMessage(thrown)], { cause: thrown });
        }
      }
      const faults = threads.flatMap(findReadBackFault);
      if (faults.length > 0) throw placementNotApplied(vmm, faults);
    },
    inspect(pid: HostPid): AppliedPlacement {
      return toApplied(checkPlacement(readThreads(pid), plan, { pid, execName }));
    },
  };
}

/** Reads only what was set: in full the threads are read when nothing waits for the harness any more. */
function findReadBackFault({ tid, role, cpus }: ThreadToPin): readonly string[] {
  try {
    const allowed = readAllowedCpus(tid);
    if (isSameCpus(allowed, cpus)) return [];
    return [`${formatRole(role)} is allowed on ${formatCpuList(allowed)}, not on ${formatCpuList(cpus)}`];
  } catch (thrown) {
    return [errorMessage(thrown)];
  }
}

interface ThreadToPin {
  readonly tid: number;
  readonly role: ThreadRole;
  readonly cpus: readonly number[];
}

async function findThreadsToPin(vmm: VmmProcess, plan: PlannedPlacement): Promise<readonly ThreadToPin[]> {
  try {
    return await waitUntil({
      action: `find the threads of process ${vmm.pid}`,
      timeoutMs: namingTimeoutMs,
      signal: new AbortController().signal,
      retryMs: 1,
      look: () => lookForThreads(vmm, plan),
    });
  } catch (thrown) {
    if (!(thrown instanceof BenchError) || thrown.code !== 'DEADLINE_EXCEEDED') throw thrown;
    throw placementNotApplied(vmm, [errorMessage(thrown)], { cause: thrown });
  }
}

function lookForThreads(vmm: VmmProcess, plan: PlannedPlacement): Look<readonly ThreadToPin[]> {
  const state = readProcessStat(vmm.pid)?.state;
  if (state === undefined || state === 'Z' || state === 'X')
    throw placementNotApplied(vmm, ['the process has ended']);
  const threads = listThreads(vmm.pid).map(({ tid, comm }) => ({
    tid,
    role: resolveRole({ tid, comm }, vmm),
  }));
  const faults = findRoleFaults(
    threads.map(({ role }) => role),
    plan.vcpus.length,
  );
  if (faults.length > 0) return { ready: false, seen: faults.join('; ') };
  const value = threads.flatMap(({ tid, role }) => {
    const cpus = plannedCpusOf(role, plan);
    return cpus === undefined ? [] : [{ tid, role, cpus }];
  });
  return { ready: true, value };
}
