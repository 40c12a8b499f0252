import type { RunAnalysis } from './analysis.ts';
import type { RunComparison } from './comparison.ts';
import type { Figures } from './figures.ts';
import type { Finding } from './finding.ts';
import type { History } from './history.ts';

/** A run among those that a report is of. */
export interface ReportedRun extends RunAnalysis {
  /** What the reader knows it by: the name that it was given, or its id. Distinct within a report. */
  readonly label: string;
}

/** A fact of the machine in which runs of a report differ. */
export interface HostDifference {
  /** "host.identity.kernel". */
  readonly fact: string;
  /** One a run, in their order; "not told" where a host does not tell. */
  readonly values: readonly string[];
}

/** Everything that a report shows: of one run, or of several that are read together and never pooled. */
export interface ReportAnalysis {
  readonly title: string;
  /** As given by whoever publishes it. */
  readonly authors: readonly string[];
  /** At least one. */
  readonly runs: readonly ReportedRun[];
  /** The arms of a run, or of runs that all have the same ones; else the first run against each of the others. */
  readonly comparison?: RunComparison;
  /** The headlines over time, where there are at least three runs. */
  readonly history?: History;
  readonly figures: Figures;
  /** Of several runs. */
  readonly hostDifferences: readonly HostDifference[];
  readonly findings: readonly Finding[];
  readonly methods: RunAnalysis['methods'];
}

/** Turns a report into files. One file an exporter in `src/report`. */
export interface Exporter {
  readonly id: string;
  readonly export: (report: ReportAnalysis) => Promise<readonly NamedFile[]>;
}

export interface NamedFile {
  /** Relative to the report's folder, which is the run folder for a report of one run. */
  readonly path: string;
  readonly content: string | Uint8Array;
}
