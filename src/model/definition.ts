import type { HostPath, HostPid } from './brands.ts';
import type { GuestNetworkSpec } from './guest-network.ts';
import type { MetricDefinition, MetricLimit, Samples, SlopeOf } from './metric.ts';
import type { HostMemory, TrialObservations } from './observations.ts';
import type { ParameterPoint, ParameterValue } from './plan.ts';
import type { AppliedPlacement } from './placement.ts';
import type { RestoreRequest, VmDriver } from './vm-driver.ts';
import type { PausedVm, PreparedVm, RestorableVm, RunningVm } from './vm.ts';
import type { VmmReadings } from './vmm-readings.ts';
import type { JailSpec, LaunchMode, VmSpec } from './vm-spec.ts';
import type { ConsoleMode, LogMode } from './vm-streams.ts';

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

/** What a trial's VM has otherwise than its case's others. */
export interface PrepareOptions {
  readonly spec?: VmSpec;
  readonly launch?: LaunchMode;
  readonly jail?: JailSpec;
  /** By affinity alone, where the host has a cpuset hierarchy. */
  readonly confinement?: 'affinity';
  /** For `firstActivity` and `waitForOutput` by the guest's own writes. */
  readonly traceGuestIo?: boolean;
  /** By default `output`. */
  readonly console?: ConsoleMode;
  /** By default `file`. */
  readonly log?: LogMode;
  /** A network of its own. By default none. */
  readonly guestNetwork?: GuestNetworkSpec;
  /** One of several at once: its phases are not on the trial's timeline, which holds one VM's alone. */
  readonly isBeside?: boolean;
}

/** Opens VMs that the harness owns: whoever gets one need not end it. */
export interface VmOpener {
  /** The VM of the parameter point, or another one: live, configured, in its jail, not booted. */
  readonly prepareVm: (options?: PrepareOptions) => Promise<PreparedVm>;
  /** An empty VMM with the snapshot in its jail. */
  readonly prepareRestore: (options: RestoreOptions) => Promise<RestorableVm>;
  /** Lays a chain of diffs over its full snapshot, so that it can be restored. */
  readonly mergeSnapshot: VmDriver['mergeSnapshot'];
  /** Boots, then pins every thread and reads it back. */
  readonly bootVm: (vm: PreparedVm) => Promise<RunningVm>;
  /** Pins every thread and reads it back: what `bootVm` does by itself, and a restore does where it chooses to. */
  readonly pinVm: (vm: { readonly pid: HostPid }) => Promise<void>;
}

export type RestoreOptions = Pick<
  RestoreRequest,
  | 'jail'
  | 'snapshot'
  | 'backend'
  | 'pageCache'
  | 'traceGuestIo'
  | 'trackDirtyPages'
  | 'networkOverrides'
  | 'console'
  | 'log'
>;

/** What both a trial and a fixture are given. */
export interface CaseContext<Point extends ParameterPoint = ParameterPoint> extends VmOpener {
  readonly point: Point;
  readonly arm: ArmContext;
  /** The VM of the parameter point. */
  readonly spec: VmSpec;
  readonly readHostMemory: () => HostMemory;
  readonly signal: AbortSignal;
  /** The longest that any single wait may take. */
  readonly timeoutMs: number;
}

/** The making of what all trials of one case and arm share. Its VMs end when it is made. */
export interface FixtureContext<Point extends ParameterPoint = ParameterPoint> extends CaseContext<Point> {
  /** A folder on the jails' filesystem that lives as long as the run. */
  readonly folder: HostPath;
}

/** One trial in progress. Everything it opens is ended by the harness. */
export interface Trial<
  Point extends ParameterPoint = ParameterPoint,
  Fixture = unknown,
> extends CaseContext<Point> {
  readonly fixture: Fixture;
}

/** What is known of a VM once measuring is over: the input of collectors. */
export interface Observation extends TrialObservations {
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

/** What `measure` hands back. */
export interface Measurement {
  /** The VM to be read out by the collectors. */
  readonly vm: RunningVm | PausedVm;
  /** What the definition has sampled itself. */
  readonly samples?: Samples;
  /** What it has looked at for its collectors. */
  readonly observations?: TrialObservations;
}

export interface BenchmarkDefinition<
  Grid extends ParameterGrid = ParameterGrid,
  Fixture = unknown,
  Subject = unknown,
> {
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
  /** What a value is to stay at or below: each trial above it is counted in a finding, and no trial fails by it. */
  readonly limits?: readonly MetricLimit[];
  /** Metrics that are fitted against a numeric parameter, over all trials that agree in the others. */
  readonly slopes?: readonly SlopeOf<keyof Grid & string>[];
  /** The microVM of one parameter point. Pure: it is asked while planning, before anything boots. */
  readonly vm: (point: PointOf<Grid>, arm: ArmContext) => VmSpec;
  /** Makes what all trials of a case and arm share, such as a snapshot, before the first of them. */
  readonly fixture?: (context: FixtureContext<PointOf<Grid>>) => Promise<Fixture>;
  /** Names of the parameters that the fixture depends on: cases that differ in others share one. By default all. */
  readonly fixtureParameters?: readonly (keyof Grid & string)[];
  /** Outside the stopwatch: everything up to what is to be measured; without it, the VM of the point, not booted. */
  readonly prepare?: (trial: Trial<PointOf<Grid>, Fixture>) => Promise<Subject>;
  /** The measured part. */
  readonly measure: (trial: Trial<PointOf<Grid>, Fixture>, subject: Subject) => Promise<Measurement>;
}
