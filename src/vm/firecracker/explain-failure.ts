import { BenchError, systemErrorCode } from '../../base/errors.ts';
import type { HitLimit } from '../../host/cgroup-limits.ts';
import { readProcessStat } from '../../host/process-stat.ts';
import type { ProcessExit } from '../../model/trial.ts';
import { isUnanswered, VmApiError } from './api-client.ts';
import type { Remains } from './evidence.ts';
import { cannotExecute, explainExit, isOnNoexec } from './explain-exit.ts';
import { explainRefusal } from './explain-refusal.ts';
import { waitGone, type VmmProcess } from './vmm-process.ts';

/** Where the cause of a failure is looked for. */
export interface FailureContext extends Remains {
  readonly vmm: VmmProcess | undefined;
  /** The limit of its cgroups that the VM has run into. */
  readonly hitLimit: () => HitLimit | undefined;
  /** How the page-fault handler does, as "is alive" or "ended with SIGKILL"; undefined without one. */
  readonly handler: () => string | undefined;
}

/**
 * Turns a failure into one whose sentence names the cause: a refusal in the VMM's own words, a request that died with the
 * VMM, or a wait that the VMM did not survive or could not fulfil.
 */
export async function explainFailure(thrown: unknown, context: FailureContext): Promise<unknown> {
  if (!(thrown instanceof BenchError) || thrown.code === 'ABORTED') return thrown;
  // The answer names its cause, whether or not the VMM has ended since: after a failed load it does.
  if (thrown instanceof VmApiError) return explainRefusal(thrown);
  if (thrown.code === 'JAILER_FAILED')
    return isOnNoexec(context.layout) ? cannotExecute(context.layout, thrown) : thrown;
  const exit = await findExit(thrown, context.vmm);
  if (exit !== undefined) return explainExit(exit, { ...context, limit: context.hitLimit(), cause: thrown });
  return thrown.code === 'DEADLINE_EXCEEDED' || isUnanswered(thrown) ? explainWait(thrown, context) : thrown;
}

interface Obstacle {
  readonly seen: string;
  readonly hint: string;
}

/** A wait that is over while the VMM lives: what kept it from what was awaited, if that can be seen. */
function explainWait(thrown: BenchError, { vmm, hitLimit, handler }: FailureContext): BenchError {
  const obstacle = findStop(vmm) ?? describeLimit(hitLimit()) ?? describeHandler(handler());
  if (obstacle === undefined) return thrown;
  const { seen, hint } = obstacle;
  return new BenchError(thrown.code, `${thrown.message}, and ${seen}`, { cause: thrown, hint });
}

function findStop(vmm: VmmProcess | undefined): Obstacle | undefined {
  if (vmm === undefined || readProcessStat(vmm.identity.pid)?.state !== 'T') return undefined;
  return { seen: 'Firecracker is stopped (state T)', hint: 'Look who has sent it SIGSTOP' };
}

function describeLimit(limit: HitLimit | undefined): Obstacle | undefined {
  if (limit !== 'tasks') return undefined;
  return {
    seen: 'pids.max of its cgroup has kept it from making a thread',
    hint: 'Raise pids.max in cgroups of the jail: KVM makes a thread beside those of Firecracker',
  };
}

function describeHandler(state: string | undefined): Obstacle | undefined {
  if (state === undefined) return undefined;
  return {
    seen: `the page-fault handler, which ${state}, has not served the guest's memory`,
    hint: 'Look into the console of the failed trial for what the handler said',
  };
}

const lostConnectionCodes = ['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'];
/** The connection goes some 15 ms before the process is a zombie: KVM is torn down in between. */
const tearDownMs = 1000;

async function findExit(thrown: BenchError, vmm: VmmProcess | undefined): Promise<ProcessExit | undefined> {
  const exit = vmm?.exit();
  if (exit !== undefined || vmm === undefined) return exit;
  const code = systemErrorCode(thrown.cause);
  if (code !== undefined && lostConnectionCodes.includes(code)) await waitGone(vmm, tearDownMs);
  return vmm.exit();
}
