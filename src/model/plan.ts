import type { ArmDifference } from './arm.ts';
import type { PlannedPlacement } from './placement.ts';
import type { Finding } from './finding.ts';
import type { Stopping } from './stopping.ts';
import type { Validity } from './validity.ts';
import type { LaunchMode } from './vm-spec.ts';

export type ParameterValue = string | number | boolean;
export type ParameterPoint = Readonly<Record<string, ParameterValue>>;

/** "vcpus=2 memMib=512". */
export function formatPoint(point: ParameterPoint): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

/** A named variant under test. */
export interface Arm {
  readonly id: string;
  /** Both are absent in an imported run whose source does not tell. */
  readonly firecrackerVersion?: string;
  readonly launch?: LaunchMode;
  /** What it has otherwise than the run, by the field's name; absent where nothing. */
  readonly overrides?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** An arm that this tool can run. */
export interface RunnableArm extends Arm {
  readonly firecrackerVersion: string;
  readonly launch: LaunchMode;
}

/** benchmark × parameter point. The id is "boot-time/vcpus=1,memMib=128", without parameters "boot-time". */
export interface Case {
  readonly id: string;
  readonly benchmarkId: string;
  readonly point: ParameterPoint;
  /** Of every arm that is not in `armPlacements`; absent in an imported run. */
  readonly placement?: PlannedPlacement;
  /** By arm: of those that are placed otherwise than the first. */
  readonly armPlacements?: Readonly<Record<string, PlannedPlacement>>;
}

/** Where one arm's VM of a case is to run; undefined where an imported run does not tell. */
export function placementOf(planned: Case, armId: string): PlannedPlacement | undefined {
  const { placement, armPlacements = {} } = planned;
  return Object.hasOwn(armPlacements, armId) ? (armPlacements[armId] ?? placement) : placement;
}

export interface PlannedTrial {
  /** "t0001", in the order in which trials run. */
  readonly id: string;
  readonly caseId: string;
  readonly armId: string;
  /** Number of the block and place within it, both from 0. */
  readonly block: number;
  readonly position: number;
  /** Run and kept, left out of every statistic. */
  readonly isWarmup: boolean;
}

/** Consecutive trials of one case that hold every arm the same number of times, in random order. */
export interface Block {
  readonly index: number;
  readonly caseId: string;
  readonly isWarmup: boolean;
  readonly trials: readonly PlannedTrial[];
  /** Index of the invalid block that this one repeats. */
  readonly replaces?: number;
}

export interface Plan {
  readonly seed: number;
  /** Name of the generator that made the order from the seed. */
  readonly generator: string;
  readonly arms: readonly Arm[];
  /** Of several arms: all that they do not have alike. */
  readonly armDifferences?: readonly ArmDifference[];
  readonly cases: readonly Case[];
  readonly blocks: readonly Block[];
  readonly trialsPerCase: number;
  /** 0 in an imported run: no limit is known. */
  readonly trialTimeoutMs: number;
  /** Absent in what older versions wrote: then it is fixed. */
  readonly stopping?: Stopping;
  /** Absent in what older versions wrote: then no block is invalid. */
  readonly validity?: Validity;
  /** What is already known to limit the run: shared CPUs, no cpuset controller. */
  readonly findings: readonly Finding[];
}

/** Where a trial's VM was to run; undefined for a trial of a case that the plan does not know. */
export function findPlacement(
  { cases }: Plan,
  trial: { readonly caseId: string; readonly armId: string },
): PlannedPlacement | undefined {
  const planned = cases.find(({ id }) => id === trial.caseId);
  return planned === undefined ? undefined : placementOf(planned, trial.armId);
}
