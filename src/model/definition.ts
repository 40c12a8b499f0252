import type { HostPath } from './brands.ts';
import type { MetricDefinition, Samples } from './metric.ts';
import type { ParameterPoint, ParameterValue } from './plan.ts';
import type { AppliedPlacement } from './placement.ts';
import type { BootedVm, PreparedVm, VmmReadings } from './vm.ts';
import type { VmSpec } from './vm-spec.ts';

export type ParameterGrid = Readonly<Record<string, readonly ParameterValue[]>>;

/** The point type of a grid: `{ vcpus: readonly number[] }` gives `{ vcpus: number }`. */
export type PointOf<Grid extends ParameterGrid> = { readonly [Name in keyof Grid]: Grid[Name][number] };

/** What a definition may know about the arm it is run with. */
export interface ArmContext {
  readonly id: string;
  readonly firecrackerVersion: string;
  /** Guest-physical address of the boot timer, which moved between versions, as "0xd0000000". */
  readonly bootTimerAddress: string;
  /** The guest that comes with the tool; its contract stands at the head of `native/probe_guest.c`. */
  readonly probeGuest: HostPath;
}

/** One trial in progress. Everything it opens is ended by the harness. */
export interface Trial<Point extends ParameterPoint = ParameterPoint> {
  readonly point: Point;
  readonly arm: ArmContext;
  readonly signal: AbortSignal;
  /** The longest that any single wait of the trial may take. */
  readonly timeoutMs: number;
  /** Boots, then pins every thread and reads it back. */
  readonly bootVm: (vm: PreparedVm) => Promise<BootedVm>;
}

/** What is known of a booted VM once measuring is over: the input of collectors. */
export interface Observation {
  readonly startCallNs: number;
  readonly readings: VmmReadings;
  readonly placement: AppliedPlacement;
}

/** A source of samples. One file a collector in `src/collectors`. */
export interface Collector {
  readonly id: string;
  readonly metrics: readonly MetricDefinition[];
  /** @throws BenchError `SAMPLE_INVALID` when a value that must be there is not */
  readonly collect: (observation: Observation) => Samples;
}

/** What `measure` hands back: the VM to be read out and the samples that the definition took itself. */
export interface Measurement {
  readonly vm: BootedVm;
  readonly samples?: Samples;
}

export interface BenchmarkDefinition<Grid extends ParameterGrid = ParameterGrid> {
  /** Equal to the file's name. */
  readonly id: string;
  /** The one question that the benchmark answers. */
  readonly question: string;
  /** From what to what the headline's stopwatch runs, and what it leaves out. */
  readonly timedSpan: string;
  readonly disturbedBy: readonly string[];
  readonly parameters: Grid;
  /** Id of the metric that answers the question. */
  readonly headline: string;
  readonly collectors: readonly Collector[];
  /** Metrics that `measure` samples itself. */
  readonly metrics?: readonly MetricDefinition[];
  /** The microVM of one parameter point. Pure: it is asked while planning, before anything boots. */
  readonly vm: (point: PointOf<Grid>, arm: ArmContext) => VmSpec;
  /** The measured part. `vm` is live and configured, in its jail, and has not booted. */
  readonly measure: (trial: Trial<PointOf<Grid>>, vm: PreparedVm) => Promise<Measurement>;
}
