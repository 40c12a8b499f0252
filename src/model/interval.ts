/** Two edges between which a value lies with a confidence. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** The real coverage, at least the asked one. */
  readonly coverage: number;
}
