import type { QuantileInterval } from './order-statistic.ts';

/** How far the candidate is from the base. */
export interface Shift {
  /** Candidate less base. */
  readonly estimate: number;
  /** Or how many blocks, pairs or samples of each arm an interval would need. */
  readonly interval: QuantileInterval;
}
