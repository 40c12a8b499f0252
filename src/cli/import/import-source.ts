import type { Direction, MetricDefinition, MetricKind, Samples } from '../../model/metric.ts';
import type { ParameterPoint } from '../../model/plan.ts';
import type { TrialOutcome } from '../../model/trial.ts';

/** One file to import, as text. */
export interface SourceFile {
  /** For messages and the manifest: without the folders that lead to it. */
  readonly name: string;
  readonly text: string;
}

/** What the command line says on how to read the files. Names of columns count for csv alone. */
export interface SourceOptions {
  /** What tells the arms apart: "command", or the name of a parameter. */
  readonly armBy?: string;
  readonly columns: ColumnOptions;
  /** Units by metric; of "" those of all others. */
  readonly units: ReadonlyMap<string, string>;
  readonly direction?: Direction;
  readonly kind?: MetricKind;
}

export interface ColumnOptions {
  readonly value?: string;
  readonly metric?: string;
  readonly case?: string;
  readonly arm?: string;
  readonly block?: string;
  readonly unit?: string;
  readonly ignored: readonly string[];
}

/** One measurement. */
export interface SourceTrial {
  readonly benchmark: string;
  readonly point: ParameterPoint;
  /** As the source says it; absent where there is one arm. */
  readonly arm?: string;
  /** The source's own name of the block; absent where it tells none. */
  readonly block?: string;
  /** The source's own id of the trial, where it is one for the whole run. */
  readonly id?: string;
  readonly isWarmup?: boolean;
  readonly startedAt?: string;
  readonly outcome: TrialOutcome;
  /** In the units of the metrics. */
  readonly samples: Samples;
}

/** All that some files of one source say. */
export interface SourceData {
  /** In the order of the files, and within them. */
  readonly trials: readonly SourceTrial[];
  /** The first one is the headline, unless the command line names another. */
  readonly metrics: readonly MetricDefinition[];
  /** The keys of `SourceOptions.units` that have told a unit; absent where none has. */
  readonly usedUnits?: readonly string[];
  readonly question: string;
  readonly timedSpan: string;
  /** What tells the arms apart, as a noun; absent where the source has no arms. */
  readonly armsDifferIn?: string;
  readonly toolVersion?: string;
  readonly startedAt?: string;
  readonly isOrdered: boolean;
  readonly remarks: readonly string[];
  /** Beside what no source tells, in words that follow "nothing tells". */
  readonly missing: readonly string[];
}

/** A tool whose files can be imported. One file a source in `src/cli/import/sources`. */
export interface ImportSource {
  /** As `--from` takes it. */
  readonly name: string;
  /** Whether a file below a folder that is given is one of the source's; without it no folder may be given. */
  readonly isOwnFile?: (path: string) => boolean;
  /** Which flags of the command line are for it, beside those that are for all. */
  readonly takes: readonly ('arm-by' | 'columns' | 'unit')[];
  /**
   * Pure.
   * @throws BenchError `IMPORT_MALFORMED` with the file and, where there is one, the line; `USAGE` for options that do not fit
   */
  readonly read: (files: readonly SourceFile[], options: SourceOptions) => SourceData;
}
