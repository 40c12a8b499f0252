import { BenchError } from '../base/errors.ts';
import { formatCpuList } from '../host/cpu-list.ts';
import type { Finding } from '../model/finding.ts';

export interface CpuBudgetRequest {
  readonly online: readonly number[];
  /** The affinity that the harness was started with: what is taken when nothing is asked for. */
  readonly allowed: readonly number[];
  /** What the cpuset lets be asked for, isolated CPUs included; as `allowed` when it is not known. */
  readonly permitted?: readonly number[];
  /** The user's choices. */
  readonly measured?: readonly number[];
  readonly harness?: readonly number[];
}

/** Which CPUs are measured on and which the harness keeps to: disjoint, or a finding says why not. */
export interface CpuBudget {
  readonly measuredCpus: readonly number[];
  readonly harnessCpus: readonly number[];
  readonly findings: readonly Finding[];
}

/**
 * Divides the host's CPUs. By default the harness takes the first allowed CPU, which on most hosts also serves the
 * interrupts, and the others are measured on.
 * @throws BenchError `CPU_UNAVAILABLE` for a CPU that cannot be had; `USAGE` when the user's two choices overlap
 */
export function planCpuBudget(request: CpuBudgetRequest): CpuBudget {
  checkChoices(request);
  const { measured, harness } = request;
  const usable = request.allowed.filter((cpu) => request.online.includes(cpu));
  if (measured !== undefined && harness !== undefined) return divide(measured, harness);
  if (measured !== undefined) return divide(measured, without(usable, measured).slice(0, 1));
  if (harness !== undefined) return divide(without(usable, harness), harness);
  return divide(usable.slice(1), usable.slice(0, 1));
}

// An empty side means that no CPU was left for it: both sides then share what the other one has.
function divide(measured: readonly number[], harness: readonly number[]): CpuBudget {
  if (measured.length > 0 && harness.length > 0) {
    return { measuredCpus: measured, harnessCpus: harness, findings: [] };
  }
  const shared = [...measured, ...harness];
  if (shared.length === 0) {
    throw new BenchError('CPU_UNAVAILABLE', 'Cannot measure on any CPU: none is both online and allowed');
  }
  return { measuredCpus: shared, harnessCpus: shared, findings: [sharedFinding(shared)] };
}

function checkChoices(request: CpuBudgetRequest): void {
  const { measured = [], harness = [] } = request;
  for (const cpu of [...measured, ...harness]) checkAvailable(cpu, request);
  const overlap = measured.filter((cpu) => harness.includes(cpu));
  if (overlap.length === 0) return;
  const text = `Cannot measure on CPUs "${formatCpuList(overlap)}": the harness was given the same ones`;
  throw new BenchError('USAGE', text, {
    hint: 'Give the harness CPUs of its own, or leave its choice to the tool',
  });
}

function checkAvailable(cpu: number, { online, allowed, permitted = allowed }: CpuBudgetRequest): void {
  if (online.includes(cpu) && permitted.includes(cpu)) return;
  const text = online.includes(cpu)
    ? `Cannot use CPU ${cpu}: it is online but the cpuset permits only "${formatCpuList(permitted)}"`
    : `Cannot use CPU ${cpu}: it does not exist or is offline`;
  throw new BenchError('CPU_UNAVAILABLE', `${text} (online: ${formatCpuList(online)})`, {
    hint: 'Choose CPUs that are online and permitted, or start the tool in a wider cpuset',
  });
}

function sharedFinding(cpus: readonly number[]): Finding {
  return {
    rule: 'harness-shares-cpus',
    severity: 'warning',
    message: `The harness runs on the measured CPUs (${formatCpuList(cpus)}), so its own work delays the microVMs`,
    advice: 'Leave one CPU of the host to the harness',
  };
}

function without(cpus: readonly number[], taken: readonly number[]): readonly number[] {
  return cpus.filter((cpu) => !taken.includes(cpu));
}
