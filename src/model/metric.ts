export type Unit = 'us' | 'ms' | 'KiB' | 'MiB' | 'percent' | 'count';
export type Direction = 'lower-is-better' | 'higher-is-better' | 'neither';
export type MetricKind = 'time' | 'memory' | 'share' | 'count';

/** What is measured. The id is dotted, most general part first: `boot.guest`, `process.startup_cpu`. */
export interface MetricDefinition {
  readonly id: string;
  readonly unit: Unit;
  readonly direction: Direction;
  readonly kind: MetricKind;
  /** One sentence: which stopwatch, from what to what. */
  readonly description: string;
  /** Where a host does not tell it, a trial has no value. */
  readonly mayBeAbsent?: true;
}

/** A metric that is to stay at or below a value, in the metric's unit. */
export interface MetricLimit {
  readonly metric: string;
  readonly atMost: number;
}

/** A metric that is fitted against a numeric parameter. */
export interface SlopeOf<Parameter extends string = string> {
  readonly metric: string;
  readonly over: Parameter;
}

/** One value a metric of one trial, in the metric's unit. */
export type Samples = Readonly<Record<string, number>>;
