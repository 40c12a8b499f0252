import type { ArmSummary } from './analysis.ts';
import type { Verdict } from './comparison.ts';
import type { HistorySeries } from './history.ts';
import type { HostFacts } from './host-facts.ts';
import type { RunEnd } from './run.ts';

/** A run of a folder of results. */
export interface IndexedRun {
  /** Relative to the folder. */
  readonly path: string;
  readonly runId: string;
  readonly title: string;
  /** Absent where the source of an imported run does not tell it, as is the host. */
  readonly startedAt?: string;
  /** `running` for ever where it was killed. */
  readonly end: RunEnd['status'];
  readonly benchmarkIds: readonly string[];
  readonly armIds: readonly string[];
  readonly host?: HostFacts;
  readonly counts: ArmSummary['counts'];
  /** Of a run with several arms. */
  readonly comparison?: {
    /** "1 regressed of 1 gated comparison: candidate against base". */
    readonly text: string;
    /** Absent where nothing is gated. */
    readonly worst?: Verdict;
  };
  /** Whether `report.html` is there. */
  readonly hasPage: boolean;
}

/** A campaign folder. Its runs are among the others. */
export interface IndexedCampaign {
  readonly path: string;
  readonly title: string;
  readonly runIds: readonly string[];
  readonly hasPage: boolean;
}

/** A report of several runs, below `reports/`. */
export interface IndexedReport {
  readonly path: string;
  readonly title: string;
  /** As the report's readers know them. */
  readonly runLabels: readonly string[];
}

/** What could not be read, with the reason. */
export interface LeftOutFolder {
  readonly path: string;
  readonly reason: string;
}

/** What is in a folder of results: a pure function of its files. */
export interface ResultsIndex {
  /** Newest first. */
  readonly runs: readonly IndexedRun[];
  /** By path. */
  readonly campaigns: readonly IndexedCampaign[];
  /** By path. */
  readonly reports: readonly IndexedReport[];
  /** By path. */
  readonly leftOut: readonly LeftOutFolder[];
  /** The headlines of the runs that have ended. */
  readonly series: readonly HistorySeries[];
}
