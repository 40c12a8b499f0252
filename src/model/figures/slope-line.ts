import type { SlopeSummary } from '../analysis.ts';

/** A trial, or a place on the line. */
export interface LinePoint {
  readonly x: number;
  /** In the metric's unit. */
  readonly y: number;
}

/** A place on the line with the band around it, which is absent where the slope has no interval. */
export interface LinePlace extends LinePoint {
  readonly lower?: number;
  readonly upper?: number;
}

/** What a fitted slope stands on: its trials, and the line that it draws through them. */
export interface SlopeLine {
  readonly runLabel: string;
  readonly slope: SlopeSummary;
  /** In the order of the run; every so many-th where there are many. */
  readonly points: readonly LinePoint[];
  /** 1 where all are there. */
  readonly keptOneIn: number;
  /**
   * From the least to the greatest x, ascending, by way of the median of x: there the line is the median of y whatever its
   * slope is, so the band, which the edges of the slope's interval draw, has no width.
   */
  readonly line: readonly LinePlace[];
}
