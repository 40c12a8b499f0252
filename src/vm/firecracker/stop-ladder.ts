import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { withDeadline } from '../../base/waiting.ts';
import { killCgroup } from '../../host/cgroup-removal.ts';
import type { ProcessIdentity } from '../../host/process-exit.ts';
import { readProcessStat } from '../../host/process-stat.ts';
import type { StopRung, StopRungName } from '../../model/stop.ts';
import type { VmEnd } from '../../model/trial.ts';
import type { ApiClient } from './api-client.ts';
import { putAction } from './api-requests.ts';
import { waitGone, type VmmProcess } from './vmm-process.ts';

/** Ends one VMM. Each rung that was used is kept, over several climbs. */
export interface StopLadder {
  /**
   * Tries one rung after the other until the VMM is gone.
   * @throws BenchError `DEADLINE_EXCEEDED` when it outlives all of them
   */
  readonly climb: (rungs: readonly StopRung[], target: StopTarget) => Promise<VmEnd>;
}

export interface StopTarget {
  readonly vmm: VmmProcess;
  /** Absent while there is no API to ask. */
  readonly api?: ApiClient;
}

interface StopMeans extends StopTarget {
  readonly cgroups: readonly string[];
}

export function createStopLadder(cgroups: readonly string[]): StopLadder {
  const steps: string[] = [];
  return {
    async climb(rungs, target): Promise<VmEnd> {
      const { vmm } = target;
      for (const rung of rungs) {
        const exit = vmm.exit();
        if (exit !== undefined) return { exit, steps: [...steps] };
        const refusal = await use(rung, { ...target, cgroups });
        steps.push(refusal === undefined ? rung.name : `${rung.name}: ${refusal}`);
        if (refusal === undefined) await waitGone(vmm, rung.timeoutMs);
      }
      const exit = vmm.exit();
      if (exit !== undefined) return { exit, steps: [...steps] };
      const state = readProcessStat(vmm.identity.pid)?.state ?? 'gone';
      throw new BenchError(
        'DEADLINE_EXCEEDED',
        `Cannot end Firecracker ${vmm.identity.pid}: it is in state ${state} after ${steps.join(', ')}`,
      );
    },
  };
}

/** Undefined when the rung was put to use; else why it could not be. */
async function use(rung: StopRung, means: StopMeans): Promise<string | undefined> {
  try {
    await acts[rung.name](means, rung.timeoutMs);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'ABORTED') throw thrown;
    return errorMessage(thrown);
  }
}

type Act = (means: StopMeans, timeoutMs: number) => void | Promise<void>;

const acts: Readonly<Record<StopRungName, Act>> = {
  'ctrl-alt-del': async ({ api }, timeoutMs) => {
    if (api === undefined)
      throw new BenchError('VM_API_UNREACHABLE', 'Cannot ask the guest: there is no API yet');
    await withDeadline(putAction(api, 'SendCtrlAltDel'), { action: 'send Ctrl-Alt-Del', timeoutMs });
  },
  SIGHUP: signalVmm('SIGHUP'),
  SIGTERM: signalVmm('SIGTERM'),
  SIGKILL: signalVmm('SIGKILL'),
  'cgroup.kill': ({ cgroups }) => {
    cgroups.forEach(killCgroup);
  },
};

function signalVmm(signal: NodeJS.Signals): Act {
  return ({ vmm }) => {
    sendSignal(vmm.identity, signal);
  };
}

/** A process that has the pid by now, and is another, gets nothing. */
function sendSignal({ pid, startTicks }: ProcessIdentity, signal: NodeJS.Signals): void {
  if (readProcessStat(pid)?.startTicks !== startTicks) return;
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
  }
}
