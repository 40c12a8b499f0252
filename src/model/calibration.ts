import type { Interval } from './interval.ts';
import type { Comparison } from './comparison.ts';
import type { EffectivePolicy } from './gate-verdict.ts';
import type { ShareCount } from './share-count.ts';
import type { Unit } from './metric.ts';

/** Version of `calibration-plan.json` and `calibration.json`. The major grows when an old reader would misread a new file. */
export const calibrationFormatVersion = '1.1';

/** A slowdown that is built into an arm, to see whether it is found. */
export interface CanaryPlan {
  readonly armId: string;
  /** Share of the headline that is asked for: 0.1 is 10 % slower. */
  readonly size: number;
  /** Of the probe guest's `delay=`. */
  readonly delayLoops: number;
  /** By case: the arm's headline over the base's, as the pilot foretells it. At least 1 + size. */
  readonly builtIn: Readonly<Record<string, number>>;
  /** Of one comparison. */
  readonly blocks: number;
  /** The smallest change that so many blocks show with 80 % by the pilot's spread, as a ratio. */
  readonly detectable: number;
  /** Whether this change is one; else the most blocks that were allowed are too few. */
  readonly isPromised: boolean;
}

/** `calibration-plan.json`: what a calibration decided before it measured. */
export interface CalibrationPlan {
  readonly format: string;
  readonly alpha: number;
  /** The arm that every other one is compared with. */
  readonly baseArm: string;
  /** The same arm once more. */
  readonly againArm: string;
  /** Of one A/A comparison. */
  readonly blocks: number;
  /** The gate's rules, which say what is gated and by which margins; absent where headlines are, by the default ones. */
  readonly gated?: EffectivePolicy['metrics'];
  /** That canaries are held to, as a share. */
  readonly canaryMargin: number;
  readonly canaries: readonly CanaryPlan[];
  /** The run that the delays and the numbers of blocks of the canaries come from. */
  readonly pilotRunId?: string;
}

/** A share with its exact interval (Clopper and Pearson), which is absent where its comparisons are not independent. */
export interface SeenShare extends ShareCount {
  readonly interval?: Interval;
}

/** How often comparisons of two equal arms found a difference. */
export interface FalseAlarms {
  /** Comparisons that could be tested. */
  readonly comparisons: number;
  /** Raw p below α. */
  readonly significant: SeenShare;
  /** Verdict `regressed` or `improved`, by the margins of the plan. */
  readonly called: SeenShare;
}

/** The A/A comparisons of one metric. */
export interface MetricFalseAlarms extends FalseAlarms {
  readonly metricId: string;
  readonly isGated: boolean;
  readonly unit: Unit;
  readonly scale: Comparison['scale'];
  /**
   * Of the estimate at this number of blocks, on logarithms or in the metric's unit: the root mean square of the estimates,
   * whose truth is 0.
   */
  readonly standardError?: number;
  /** The same by the widths of the intervals: what one comparison alone would say. */
  readonly intervalStandardError?: number;
  /** The smallest change that is seen with 80 % beyond the margin: as a ratio, or in the metric's unit. */
  readonly detectable?: number;
}

/** What so many blocks would see of a gated metric, and how long one case takes. */
export interface CurvePoint {
  readonly metricId: string;
  readonly blocks: number;
  readonly detectable: number;
  readonly minutes: number;
}

/** What became of one canary. */
export interface CanaryOutcome extends CanaryPlan {
  readonly comparisons: number;
  /** Verdict `regressed`. */
  readonly detected: SeenShare;
  /** Medians over the comparisons, as ratios. */
  readonly builtInRatio?: number;
  readonly estimatedRatio?: number;
  readonly observedDetectable?: number;
  /** Blocks that would find it with 80 % by the scatter of this run's equal arms, whatever the pilot said. */
  readonly neededBlocks?: number;
}

/** `calibration.json`: the error rates of a host, and what they are made from. */
export interface Calibration {
  readonly format: string;
  readonly runId: string;
  readonly plan: CalibrationPlan;
  readonly falseAlarms: {
    readonly gated: FalseAlarms;
    readonly all: FalseAlarms;
    /** Gated ones first. */
    readonly metrics: readonly MetricFalseAlarms[];
  };
  readonly curve: readonly CurvePoint[];
  readonly canaries: readonly CanaryOutcome[];
}
