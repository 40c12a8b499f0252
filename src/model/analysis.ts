import type { RunComparison } from './comparison.ts';
import type { Finding } from './finding.ts';
import type { ObservedTrial } from './figures/observed-trial.ts';
import type { Interval } from './interval.ts';
import type { MetricDefinition } from './metric.ts';
import type { Case, ParameterPoint } from './plan.ts';
import type { PhaseName } from './timeline.ts';
import type { RunManifest } from './run.ts';
import type { TrialRecord } from './trial.ts';

/** A number that n samples can support, or how many samples it would need. */
export type Estimate =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'too-few'; readonly neededCount: number };

/** One metric of one case and arm. All values in the metric's unit. */
export interface MetricSummary {
  readonly metric: MetricDefinition;
  readonly count: number;
  readonly median: number;
  readonly medianInterval:
    | { readonly kind: 'value'; readonly value: Interval }
    | { readonly kind: 'too-few'; readonly neededCount: number };
  readonly mean: number;
  /** With n − 1; absent for n = 1. */
  readonly sd?: number;
  /** Median absolute deviation, unscaled. */
  readonly mad: number;
  readonly min: number;
  readonly max: number;
  readonly p90: Estimate;
  readonly p95: Estimate;
  readonly p99: Estimate;
}

export interface PhaseSummary {
  readonly name: PhaseName;
  readonly count: number;
  readonly medianNs: number;
  readonly meanNs: number;
}

export interface ArmSummary {
  readonly armId: string;
  /** Warm-up trials are in none of the other counts, those of invalid blocks in `planned` and `invalid` alone. */
  readonly counts: {
    readonly planned: number;
    readonly ok: number;
    readonly failed: number;
    readonly aborted: number;
    readonly invalid: number;
    readonly warmup: number;
  };
  readonly metrics: readonly MetricSummary[];
  readonly phases: readonly PhaseSummary[];
}

export interface CaseSummary {
  readonly case: Case;
  readonly headline: string;
  readonly arms: readonly ArmSummary[];
}

/** How a metric grows with a numeric parameter, over all ok trials of the cases that agree in the others. */
export interface SlopeSummary {
  readonly benchmarkId: string;
  readonly armId: string;
  readonly metric: MetricDefinition;
  /** Name of the parameter. */
  readonly over: string;
  /** The other parameters' values; empty where there is no other. */
  readonly at: ParameterPoint;
  readonly count: number;
  /** In the metric's unit for each step of 1 of the parameter. */
  readonly slope: number;
  readonly interval?: Interval;
  /** What the line has at 0, in the metric's unit. */
  readonly intercept: number;
}

/** Everything that a table, a chart or a page needs: a pure function of the run folder. */
export interface RunAnalysis {
  readonly manifest: RunManifest;
  readonly trials: readonly TrialRecord[];
  readonly cases: readonly CaseSummary[];
  readonly slopes: readonly SlopeSummary[];
  /** Of a run with several arms: each of them against the first, headlines gated with the default margins. */
  readonly comparison?: RunComparison;
  /** What trials have looked at beside their samples; absent where the run folder was not there to be read. */
  readonly observed?: readonly ObservedTrial[];
  readonly findings: readonly Finding[];
  /** Names of the recipes behind the numbers. */
  readonly methods: readonly { readonly what: string; readonly how: string }[];
}
