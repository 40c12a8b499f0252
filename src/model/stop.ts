/**
 * A way to end a VM. `ctrl-alt-del`: the guest is asked by its keyboard and may refuse. `SIGHUP`: Firecracker flushes
 * its metrics and ends with status 156, also as pid 1 of its namespace. `SIGTERM`: ends it without a word, and is
 * ignored by pid 1 of a namespace. `cgroup.kill`: everything in the VM's own cgroup.
 */
export type StopRungName = 'ctrl-alt-del' | 'SIGHUP' | 'SIGTERM' | 'SIGKILL' | 'cgroup.kill';

export interface StopRung {
  readonly name: StopRungName;
  /** How long the VMM may take to go before the next rung. */
  readonly timeoutMs: number;
}

/** Of KVM's tear-down of a large guest, tens of milliseconds. */
const killTimeoutMs = 5000;

/** How a trial ends its VM: nothing in it is worth keeping. */
export const killRungs: readonly StopRung[] = [
  { name: 'SIGKILL', timeoutMs: killTimeoutMs },
  { name: 'cgroup.kill', timeoutMs: killTimeoutMs },
];

/** Gives the guest, then the VMM, the time to end in order. */
export const gracefulRungs: readonly StopRung[] = [
  { name: 'ctrl-alt-del', timeoutMs: 2000 },
  { name: 'SIGHUP', timeoutMs: 2000 },
  ...killRungs,
];
