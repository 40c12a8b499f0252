import type { SeriesKey } from './series-key.ts';

/** How a series began and how it ended. In the metric's unit. */
export interface Course extends SeriesKey {
  /** Of the first third of the trials that count, in the order in which they ran. */
  readonly firstMedian: number;
  /** Of the last third. */
  readonly lastMedian: number;
}
