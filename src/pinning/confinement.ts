import type { CgroupMode } from '../host/cgroup-mode.ts';
import type { Finding } from '../model/finding.ts';
import type { Confinement } from '../model/placement.ts';

export interface ConfinementDecision {
  readonly confinement: Confinement;
  readonly findings: readonly Finding[];
}

/**
 * How the VM is held on its CPUs from its first instruction on: by a cpuset, which also binds threads that are never
 * pinned; where the host has none, by the affinity that every thread inherits from the jailer.
 */
export function planConfinement(mode: CgroupMode, cpus: readonly number[]): ConfinementDecision {
  switch (mode.kind) {
    case 'v1':
      return { confinement: { kind: 'cpuset-v1', cpus, mems: mode.mems }, findings: [] };
    case 'v2':
      return { confinement: { kind: 'cpuset-v2', cpus, mems: mode.mems }, findings: [] };
    case 'none':
      return { confinement: { kind: 'affinity', cpus }, findings: [noCpusetFinding] };
  }
}

const noCpusetFinding: Finding = {
  rule: 'no-cpuset',
  severity: 'warning',
  message:
    'The host offers no writable cpuset controller, so microVMs are confined by inherited affinity, ' +
    'which kernel threads that work for them do not follow',
  advice: 'Mount the cpuset controller, or enable it in the root cgroup, to confine whole microVMs',
};
