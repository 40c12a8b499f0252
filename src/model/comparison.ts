import type { ComparisonScale } from './comparison-scale.ts';
import type { Interval } from './interval.ts';
import type { Finding } from './finding.ts';
import type { MetricDefinition } from './metric.ts';
import type { ShareCount } from './share-count.ts';

/** What a comparison may come to. Worst first, which is the order of every list. */
export const verdicts = ['regressed', 'invalid', 'inconclusive', 'improved', 'equivalent'] as const;

/**
 * `regressed` and `improved`: proved, and larger than the margin. `equivalent`: proved to lie within the margin.
 * `inconclusive`: neither is proved. `invalid`: the data cannot be asked.
 */
export type Verdict = (typeof verdicts)[number];

/** Below it a change does not matter. Both parts must be exceeded. */
export interface Margin {
  /** A share of the base: 0.03 is 3 %. */
  readonly relative: number;
  /** In the metric's unit. */
  readonly absolute: number;
}

/**
 * What the two sides are compared by: blocks that hold both, single trials of two runs, or the medians of whole runs.
 */
export type ComparisonUnit = 'block' | 'trial' | 'run';

/** An estimate with its intervals, which are absent where the data are too few for two finite edges. */
export interface Effect {
  readonly estimate: number;
  /** Of confidence 1 − α. */
  readonly interval?: Interval;
  /** Of confidence 1 − 2α: two one-sided tests at α look at this one. */
  readonly equivalenceInterval?: Interval;
}

/** Whether `p` is judged beside the other gated metrics, or only shown for whoever explores. */
export type MetricFamily = 'gated' | 'explored';

export interface SignificanceTest {
  readonly p: number;
  /** By Holm in the gated family, by Benjamini and Hochberg in the explored one. */
  readonly adjustedP: number;
  readonly family: MetricFamily;
  readonly familySize: number;
  /** What `adjustedP` is judged by: less than the comparison's α where looks at a running measurement have spent of it. */
  readonly alpha: number;
  /** The least p that data of this shape can have. */
  readonly smallestP: number;
  /** "aligned ranks within blocks, exact", for people. */
  readonly method: string;
}

/** One side of one metric. In the metric's unit. */
export interface ComparedSide {
  /** Of ok trials, in runs that hold both sides where there are some. */
  readonly count: number;
  /** Absent without any. */
  readonly median?: number;
}

/** How many values lie above a limit that is the same for both sides. */
export interface TailComparison {
  /** In the metric's unit. */
  readonly limit: number;
  /** Quantile of both sides together that the limit is. */
  readonly probability: number;
  readonly base: ShareCount;
  readonly candidate: ShareCount;
  /** Exact, conditional on the blocks' totals; not adjusted. */
  readonly p: number;
}

/** One link of the chain that leads to a verdict. */
export interface VerdictStep {
  /** Stable, kebab-case: `significant`. */
  readonly check: string;
  /** What was seen, with its number. */
  readonly saw: string;
  /** What it had to be. */
  readonly needed: string;
  readonly holds: boolean;
}

/** What an inconclusive comparison lacks. */
export interface MoreTrials {
  /** Of each side, beside those that are there. */
  readonly trials: number;
  /** For both sides together, by what a trial has taken so far. */
  readonly minutes: number;
}

/** What one run says alone, where several were compared. */
export interface RunEffect {
  readonly runId: string;
  /** Number of its blocks. */
  readonly unitCount: number;
  readonly effect: Effect;
}

/** One metric of one case: candidate against base. */
export interface Comparison {
  readonly caseId: string;
  /** Of the comparison's sides. */
  readonly candidateId: string;
  readonly metric: MetricDefinition;
  /** Whether its verdict counts; else it is there to be explored. */
  readonly isGated: boolean;
  readonly base: ComparedSide;
  readonly candidate: ComparedSide;
  readonly unit: ComparisonUnit;
  /** Blocks; or trials or runs of both sides together. */
  readonly unitCount: number;
  /** The scale of the verdict: `ratio` wherever every value is positive and the metric is no share. */
  readonly scale: ComparisonScale;
  /** Candidate over base; 1 is no change. */
  readonly ratio?: Effect;
  /** Candidate minus base, in the metric's unit. */
  readonly difference?: Effect;
  readonly test?: SignificanceTest;
  readonly margin: Margin;
  /**
   * The larger of the margin's two parts, on the verdict's scale: as a ratio above 1, or in the metric's unit. Absent
   * without any value of the base.
   */
  readonly effectiveMargin?: number;
  /** The smallest change that data of this spread show with 80 %: as a ratio above 1, or in the metric's unit. */
  readonly detectable?: number;
  readonly more?: MoreTrials;
  readonly tail?: TailComparison;
  /** Where several runs with both sides were compared. */
  readonly runs?: readonly RunEffect[];
  readonly verdict: Verdict;
  readonly steps: readonly VerdictStep[];
  /** What would make it another verdict. */
  readonly flips: readonly string[];
}

/** The failed trials of one case. */
export interface FailureComparison {
  readonly caseId: string;
  readonly candidateId: string;
  readonly base: ShareCount;
  readonly candidate: ShareCount;
  /** Candidate minus base, shares from 0 to 1; Newcombe's interval. Absent where a side has no trial. */
  readonly difference?: Effect;
  /** Fisher, two-sided, adjusted over all cases by Holm. 1 where a side has no trial. */
  readonly adjustedP: number;
  readonly verdict: Verdict;
}

/** One side: an arm of one run or of several. */
export interface ComparisonSide {
  /** "base", "candidate"; with the run where two runs are compared. */
  readonly id: string;
  readonly armId: string;
  readonly runIds: readonly string[];
}

/** Everything that comparing two or more sides has shown. */
export interface RunComparison {
  readonly base: ComparisonSide;
  readonly candidates: readonly ComparisonSide[];
  readonly alpha: number;
  /** Of the Monte Carlo draws. */
  readonly seed: number;
  /** In the order of plan and definition. */
  readonly comparisons: readonly Comparison[];
  readonly failures: readonly FailureComparison[];
  /** Cases that only one side has, and gated metrics that only a candidate has, a sentence each. */
  readonly unmatched: readonly string[];
  readonly findings: readonly Finding[];
  readonly methods: readonly { readonly what: string; readonly how: string }[];
}
