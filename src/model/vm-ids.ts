import { vmId, type VmId } from './brands.ts';

/** The harness process that owns a VM, told apart from a later one with its pid by the start time. */
export interface VmOwner {
  readonly pid: number;
  readonly startTicks: number;
}

/** "mvb-<pid>-<start ticks>-<n>": an id that tells a later run whether its owner is still alive. */
export function ownedVmId(owner: VmOwner, sequence: number): VmId {
  return vmId(`mvb-${owner.pid}-${owner.startTicks}-${sequence}`);
}

/** Undefined for an id that this tool did not make. */
export function ownerOfVmId(id: string): VmOwner | undefined {
  const match = /^mvb-(\d+)-(\d+)-\d+$/.exec(id);
  return match === null ? undefined : { pid: Number(match[1]), startTicks: Number(match[2]) };
}

/** What sets one VM apart from all others: its id and its own user. */
export interface VmIdentity {
  readonly id: VmId;
  readonly uid: number;
  readonly gid: number;
}
