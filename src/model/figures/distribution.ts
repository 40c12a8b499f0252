import type { SeriesKey } from './series-key.ts';

/** Tukey's box. In the metric's unit. */
export interface Box {
  /** Of type 7. */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  /** The farthest values within 1.5 interquartile ranges of the quartiles. */
  readonly lowerWhisker: number;
  readonly upperWhisker: number;
  /** Values beyond the whiskers. */
  readonly outsideCount: number;
}

/** How the values of a series are spread, beside what its summary says. */
export interface DistributionFigure extends SeriesKey {
  /** Half the height of the band that holds the whole true distribution function with 95 %, as a share. */
  readonly bandHalfWidth: number;
  readonly box: Box;
}
