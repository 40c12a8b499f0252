import type { PlannedPlacement } from './placement.ts';
import type { Finding } from './finding.ts';
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
  readonly firecrackerVersion: string;
  readonly launch: LaunchMode;
}

/** benchmark × parameter point. The id is "boot-time/vcpus=1,memMib=128", without parameters "boot-time". */
export interface Case {
  readonly id: string;
  readonly benchmarkId: string;
  readonly point: ParameterPoint;
  readonly placement: PlannedPlacement;
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
}

export interface Plan {
  readonly seed: number;
  /** Name of the generator that made the order from the seed. */
  readonly generator: string;
  readonly arms: readonly Arm[];
  readonly cases: readonly Case[];
  readonly blocks: readonly Block[];
  readonly trialsPerCase: number;
  readonly trialTimeoutMs: number;
  /** What is already known to limit the run: shared CPUs, no cpuset controller. */
  readonly findings: readonly Finding[];
}
