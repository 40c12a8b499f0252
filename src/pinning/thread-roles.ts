import type { ThreadName } from '../host/threads.ts';
import { formatRole, type ThreadRole } from '../model/placement.ts';

/** What a VMM process is known by: its pid, and the file name that the jailer executed. */
export interface VmmProcess {
  readonly pid: number;
  readonly execName: string;
}

/**
 * What a thread is there for, by the names that Firecracker gives its threads. The VMM thread is the process's first
 * and keeps the executable's name; a thread that has not named itself yet is `other` for that moment.
 */
export function resolveRole(thread: ThreadName, vmm: VmmProcess): ThreadRole {
  if (thread.tid === vmm.pid) return { kind: thread.comm === toComm(vmm.execName) ? 'vmm' : 'other' };
  if (thread.comm === 'fc_api') return { kind: 'api' };
  const vcpu = /^fc_vcpu (\d{1,3})$/.exec(thread.comm)?.[1];
  return vcpu === undefined ? { kind: 'other' } : { kind: 'vcpu', index: Number(vcpu) };
}

/**
 * What differs from exactly one VMM thread, one API thread and one thread for each vCPU, as phrases: "no thread for
 * vcpu 1", "2 threads for api", "a thread for vcpu 7". Helper threads do not count.
 */
export function findRoleFaults(roles: readonly ThreadRole[], vcpuCount: number): readonly string[] {
  const found = roles.filter(({ kind }) => kind !== 'other').map(formatRole);
  const expected = listExpectedRoles(vcpuCount);
  const missing = expected.filter((role) => !found.includes(role)).map((role) => `no thread for ${role}`);
  const surplus = [...new Set(found)].flatMap((role) => {
    const count = found.filter((other) => other === role).length;
    if (!expected.includes(role)) return [`a thread for ${role}`];
    return count > 1 ? [`${count} threads for ${role}`] : [];
  });
  return [...missing, ...surplus];
}

function listExpectedRoles(vcpuCount: number): readonly string[] {
  const vcpus = Array.from({ length: vcpuCount }, (_, index) => formatRole({ kind: 'vcpu', index }));
  return ['vmm', 'api', ...vcpus];
}

// The kernel cuts a thread's name at TASK_COMM_LEN - 1 bytes ("firecracker-v1.12.1" to "firecracker-v1.").
function toComm(execName: string): string {
  return Buffer.from(execName).subarray(0, 15).toString();
}
