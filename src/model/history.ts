import type { Interval } from './interval.ts';
import type { MetricDefinition } from './metric.ts';

/** What has to stay the same for two runs to measure the same thing, in the order in which it is told. */
export const environmentFacts = [
  'host',
  'cpu',
  'microcode',
  'kernel',
  'firecracker',
  'guest',
  'placement',
  'unit',
] as const;

export type EnvironmentFact = (typeof environmentFacts)[number];
export type Environment = Readonly<Record<EnvironmentFact, string>>;

/** One run's value of a metric of a case and arm. */
export interface HistoryPoint {
  readonly runId: string;
  readonly startedAt: string;
  readonly count: number;
  readonly median: number;
  /** Absent with too few trials. */
  readonly interval?: Interval;
}

/** Where the level of a series changes, beyond what its runs scatter. */
export interface HistoryChange {
  /** The first run of the new level. */
  readonly runId: string;
  readonly startedAt: string;
  /** Means of the medians back to the change before, and up to the next one. */
  readonly before: number;
  readonly after: number;
  /** .04 for 4 % more; absent where the level was 0. */
  readonly relativeChange?: number;
  readonly verdict: 'better' | 'worse' | 'other';
  /** Small by selection: the place was chosen for it. */
  readonly p: number;
}

export interface EnvironmentChange {
  readonly fact: EnvironmentFact;
  readonly before: string;
  readonly after: string;
}

/** The points of one metric of one case and arm in one environment, in the order in which the runs began. */
export interface HistorySeries {
  readonly caseId: string;
  readonly armId: string;
  readonly metric: MetricDefinition;
  readonly environment: Environment;
  /** How the environment differs from that of the series that began before; empty for the first one. */
  readonly changedFrom: readonly EnvironmentChange[];
  /** At least one. */
  readonly points: readonly HistoryPoint[];
  readonly changes: readonly HistoryChange[];
}

/** Runs over time. Series of one metric, case and arm follow each other in the order in which they began. */
export interface History {
  readonly series: readonly HistorySeries[];
  /** Runs without an end, which go on or were killed, and those that do not tell when they began. */
  readonly leftOut: readonly string[];
}
