import { monotonicNs, spanNs, type MonotonicNs } from '../base/clock.ts';

/** The phases of a trial in the order in which they come. A trial that fails early lacks the later ones. */
export const phaseNames = [
  'jail',
  'network',
  'spawn',
  'copy',
  'attach',
  'enter',
  'api_ready',
  'configure',
  'stage',
  'start',
  'load',
  'pin',
  'resume',
  'ready',
  'pause',
  'snapshot',
  'launch',
  'collect',
  'kill',
  'cgroup',
  'network_removal',
  'remove',
  'end',
] as const;

export type PhaseName = (typeof phaseNames)[number];

/** What each phase covers, for tables and documents. */
export const phaseDescriptions: Readonly<Record<PhaseName, string>> = {
  jail: 'the jail directory is made and filled',
  network: 'the network namespace and the tap of the microVM are made',
  spawn: 'the call that starts the jailer',
  copy: 'the jailer starts and copies the Firecracker binary into the jail',
  attach:
    'the jailer makes the cgroup and moves itself into it (waits for a kernel grace period, or not: bimodal)',
  enter: 'the jailer makes the device nodes and the PID namespace',
  api_ready: 'Firecracker is executed, starts and answers the first API request',
  configure: 'machine, boot source and drives are set over the API',
  stage:
    'what watches or serves the guest is started, and the snapshot is brought into the page cache or out of it',
  start: 'InstanceStart, from the request to the answer',
  load: 'the snapshot is loaded, from the request to the answer',
  pin: 'each thread is pinned to its CPU and read back',
  resume: 'the microVM is resumed, from the request to the answer',
  ready: 'from then until the guest has signalled that it is ready',
  pause: 'the microVM is paused, from the request to the answer',
  snapshot: 'the snapshot is written, from the request to the answer',
  launch: 'several microVMs are started side by side and measured',
  collect: 'metrics, log and effective configuration are read',
  kill: 'the microVM is ended and gone',
  cgroup: 'the cgroup directories are removed',
  network_removal: 'the tap and the network namespace are removed',
  remove: 'the jail directory is removed',
  end: 'several microVMs are ended and removed',
};

export interface Phase {
  readonly name: PhaseName;
  /** From the start of the trial. */
  readonly startNs: number;
  readonly durationNs: number;
  /** CPU time of the harness itself within the phase, user and system, in steps of a microsecond. */
  readonly harnessCpuNs: number;
}

/** A moment within a phase, told by the VMM's log and mapped onto the harness's clock. */
export interface Mark {
  readonly name: string;
  /** From the start of the trial. */
  readonly atNs: number;
  readonly source: 'vmm-log';
}

export interface Timeline {
  readonly startedAt: MonotonicNs;
  /** Contiguous: each phase starts where the one before ended. */
  readonly phases: readonly Phase[];
  readonly marks: readonly Mark[];
}

/** Records the contiguous phases of one trial: each `endPhase` ends the phase that began at the one before. */
export interface TimelineRecorder {
  readonly startedAt: MonotonicNs;
  /**
   * Ends a phase now, or at a moment in the past that an event has stamped. The harness's CPU time is read only now:
   * what it spent up to a past moment counts for the next phase that ends.
   */
  readonly endPhase: (name: PhaseName, at?: MonotonicNs) => void;
  readonly addMark: (name: string, at: MonotonicNs) => void;
  readonly read: () => Timeline;
}

export function startTimeline(): TimelineRecorder {
  const startedAt = monotonicNs();
  const phases: Phase[] = [];
  const marks: Mark[] = [];
  let begunAt = startedAt;
  let begunCpuNs = readHarnessCpuNs();
  return {
    startedAt,
    endPhase(name, at): void {
      const endedAt = at ?? monotonicNs();
      const cpuNs = at === undefined ? readHarnessCpuNs() : begunCpuNs;
      phases.push({
        name,
        startNs: spanNs(startedAt, begunAt),
        durationNs: spanNs(begunAt, endedAt),
        harnessCpuNs: cpuNs - begunCpuNs,
      });
      begunAt = endedAt;
      begunCpuNs = cpuNs;
    },
    addMark(name, at): void {
      marks.push({ name, atNs: spanNs(startedAt, at), source: 'vmm-log' });
    },
    read: () => ({ startedAt, phases: [...phases], marks: [...marks] }),
  };
}

function readHarnessCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
