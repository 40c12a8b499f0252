/** Which series of a report a figure is of: the headline of one arm of one case of one run. */
export interface SeriesKey {
  /** The run's label within the report. */
  readonly runLabel: string;
  readonly caseId: string;
  readonly armId: string;
}

/** Which comparison of a report a figure is of: the headline of one case, candidate against base. */
export interface PairKey {
  readonly caseId: string;
  readonly candidateId: string;
}
