import type { CaseSummary } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import type { RunManifest } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';

/** A run folder as it was read. */
export interface RunRecords {
  readonly manifest: RunManifest;
  /** In the order of the journal, which is the order in which they ended. */
  readonly trials: readonly TrialRecord[];
  /** Number of the last line, when the journal ends in the middle of it. */
  readonly cutLine?: number;
  /** Where its other files are; absent for records that are in memory alone. */
  readonly folder?: string;
}

/** What a rule may look at. */
export interface RunFacts extends RunRecords {
  readonly cases: readonly CaseSummary[];
}

/** Looks at a run for one thing and says what it saw. */
export type FindingRule = (run: RunFacts) => readonly Finding[];
