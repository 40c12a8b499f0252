/** What one phase adds to the difference of two means. In µs. */
export interface PhaseStep {
  /** A phase's name, or "unaccounted": what no phase covers. */
  readonly phase: string;
  readonly changeUs: number;
  /** Where it begins and ends when the steps are laid end to end, from 0 on. */
  readonly fromUs: number;
  readonly toUs: number;
}

/** How the mean trial of a candidate differs from the base's, phase by phase. */
export interface PhaseChange {
  readonly caseId: string;
  /** Of the comparison's sides. */
  readonly candidateId: string;
  /** Ok trials of each side, and runs that they are of: each run weighs the same. */
  readonly base: PhaseChangeSide;
  readonly candidate: PhaseChangeSide;
  /** Candidate minus base; exactly where the last step ends. */
  readonly totalUs: number;
  /** In the order in which the phases come; "unaccounted" is the last. */
  readonly steps: readonly PhaseStep[];
}

/** One side of such a difference. */
export interface PhaseChangeSide {
  readonly count: number;
  readonly runCount: number;
  /** Of the whole trial. */
  readonly meanUs: number;
}
