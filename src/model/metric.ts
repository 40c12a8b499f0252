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
}

/** One value a metric of one trial, in the metric's unit. */
export type Samples = Readonly<Record<string, number>>;
