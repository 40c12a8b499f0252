import type { PhaseName } from '../timeline.ts';

/** Threads of a VMM that do the same: all vCPUs are one. */
export const cpuRoles = ['vmm', 'api', 'vcpu', 'other'] as const;

export type CpuRole = (typeof cpuRoles)[number];

/** The CPU time of a role from step to step. */
export interface CpuRoleCourse {
  readonly role: CpuRole;
  readonly threadCount: number;
  /** Over the whole series; 100 is one CPU. */
  readonly meanPercent: number;
  readonly steps: readonly {
    /** From the start of the trial. */
    readonly fromMs: number;
    readonly toMs: number;
    readonly percent: number;
  }[];
}

/** The threads of one trial over time: of the one whose headline is the median of its case and arm. */
export interface CpuCourse {
  readonly runLabel: string;
  readonly caseId: string;
  readonly armId: string;
  readonly trialId: string;
  /** From the start of the trial. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Looks at the threads that make up one step. */
  readonly ticksPerStep: number;
  readonly roles: readonly CpuRoleCourse[];
  /** The phase that goes on when the series begins, and those that begin within it. */
  readonly phases: readonly {
    readonly name: PhaseName;
    readonly startMs: number;
    readonly isUnderWay: boolean;
  }[];
}
