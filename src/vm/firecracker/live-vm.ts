import type { CleanupStack } from '../../base/cleanup-stack.ts';
import { spanNs, type ClockPair, type MonotonicNs } from '../../base/clock.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { readCpuTimes } from '../../host/cpu-times.ts';
import type { GuestNetwork } from '../../host/network/guest-network.ts';
import { readFaults } from '../../host/process-faults.ts';
import type { HostPath, HostPid } from '../../model/brands.ts';
import type { VmNetwork } from '../../model/guest-network.ts';
import type { CpuTimes, FaultCounts, GuestActivity } from '../../model/observations.ts';
import type { StopRung } from '../../model/stop.ts';
import type { TimelineRecorder } from '../../model/timeline.ts';
import type { Snapshot, UffdTotals } from '../../model/snapshot.ts';
import type { FirstActivity, SnapshotCache, VmEnd, VmRecord } from '../../model/trial.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import type { OwnedVm } from '../../model/vm.ts';
import type { VmmReadings } from '../../model/vmm-readings.ts';
import type { VmConsole, VmLog } from '../../model/vm-streams.ts';
import type { ApiClient } from './api-client.ts';
import { readLastLines, saveEvidence, type Remains } from './evidence.ts';
import { explainFailure } from './explain-failure.ts';
import type { GuestWatch } from './guest-watch.ts';
import type { JailLayout } from './jail-layout.ts';
import { collectReadings } from './readings.ts';
import type { StartedVmm } from './start-vmm.ts';
import type { UffdHandler } from './uffd-handler.ts';
import type { Dialect } from './versions.ts';
import { vmNetwork } from './vm-network.ts';
import type { VmStreams } from './vm-streams.ts';
import type { VmmProcess } from './vmm-process.ts';

export interface LiveVmParts {
  readonly request: Omit<PrepareRequest, 'confinement'>;
  readonly dialect: Dialect;
  readonly layout: JailLayout;
  readonly api: ApiClient;
  readonly vmm: VmmProcess;
  readonly clock: ClockPair;
  /** Ends the VMM and removes all of it; the VM's only owner. */
  readonly cleanup: CleanupStack;
  readonly start: Pick<StartedVmm, 'stop' | 'end' | 'hitLimit'>;
  readonly streams: VmStreams;
  readonly network: GuestNetwork | undefined;
  readonly watch: GuestWatch;
  /** Of a restore that has one. */
  readonly handler: () => UffdHandler | undefined;
  /** What it was restored from. */
  readonly restored: Snapshot | undefined;
  /** Of a restore that asked for it. */
  readonly snapshotCache: () => SnapshotCache | undefined;
  readonly threadSampler: HostPath;
}

type Collected = Pick<VmRecord, 'effectiveConfig' | 'missedLogCount' | 'majorFaults'>;

/** A live Firecracker in its jail, whatever it is doing. */
export class LiveVm implements OwnedVm {
  readonly pid: HostPid;
  readonly parts: LiveVmParts;
  #collected: Collected | undefined;
  #startSentAt: MonotonicNs | undefined;
  #firstActivity: GuestActivity | undefined;

  constructor(parts: LiveVmParts) {
    this.parts = parts;
    this.pid = parts.vmm.identity.pid;
  }

  get timeline(): TimelineRecorder {
    return this.parts.request.timeline;
  }

  get console(): VmConsole {
    return this.parts.streams.console;
  }

  get log(): VmLog {
    return this.parts.streams.log;
  }

  network(): VmNetwork {
    return vmNetwork(this.parts.network, { vmm: this.parts.vmm, explained: (step) => this.explained(step) });
  }

  get #remains(): Remains {
    return { layout: this.parts.layout, log: this.parts.streams.log };
  }

  saveEvidence(): void {
    saveEvidence(this.#remains, this.parts.request.evidence);
  }

  lastLogLines(count: number): readonly string[] {
    return readLastLines(this.#remains, count);
  }

  record(): VmRecord {
    const { request, dialect, start, handler, restored, snapshotCache, watch } = this.parts;
    const ended = start.end();
    const uffd = handler()?.totals();
    const firstActivities = this.#firstActivities(uffd);
    const outputSources = watch.outputSources();
    return {
      vmId: request.id,
      uid: request.uid,
      pid: this.pid,
      launch: request.launch,
      firecrackerVersion: dialect.version,
      ...optional('end', ended),
      ...optional('uffd', uffd),
      ...optional('snapshot', restored?.digest),
      ...optional('snapshotCache', snapshotCache()),
      ...(firstActivities.length === 0 ? {} : { firstActivities }),
      ...(outputSources.length === 0 ? {} : { outputSources }),
      ...optional('untraced', watch.untraced()),
      ...this.#collected,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.parts.cleanup[Symbol.asyncDispose]();
  }

  /** Remembers the request that made the VM run. */
  hasStarted({ sentAt }: { readonly sentAt: MonotonicNs }): void {
    this.#startSentAt = sentAt;
  }

  stop(rungs: readonly StopRung[]): Promise<VmEnd> {
    return this.parts.start.stop(rungs, this.parts);
  }

  /** Tells the guest's first activity since a start, and keeps it for the record. */
  firstActivity(startSentAt: MonotonicNs): GuestActivity {
    this.#firstActivity = this.parts.watch.firstActivity(startSentAt);
    return this.#firstActivity;
  }

  /** @throws BenchError `VMM_EXITED` */
  readFaults(): FaultCounts {
    const counts = readFaults(this.pid);
    if (counts !== undefined) return counts;
    throw new BenchError('VMM_EXITED', `Cannot read the page faults of process ${this.pid}: it is gone`);
  }

  readCpuTimes(): CpuTimes {
    return readCpuTimes(this.pid);
  }

  /** Reads the VM out and keeps for the record what belongs there. */
  collect(): Promise<VmmReadings> {
    return this.explained(async () => {
      const { readings, effectiveConfig } = await collectReadings(this.parts);
      this.#collected = {
        effectiveConfig,
        missedLogCount: readings.missedLogCount,
        majorFaults: this.readFaults().major,
      };
      const startCall = readings.calls.find(({ sentAt }) => sentAt === this.#startSentAt);
      return startCall === undefined ? readings : { ...readings, startCall };
    });
  }

  #firstActivities(uffd: UffdTotals | undefined): readonly FirstActivity[] {
    const startedAt = this.#startSentAt;
    if (startedAt === undefined) return [];
    const faultNs = uffd?.firstGuestFaultNs;
    const seen: readonly GuestActivity[] = [
      ...(this.#firstActivity === undefined ? [] : [this.#firstActivity]),
      ...(faultNs === undefined ? [] : [{ at: BigInt(faultNs), source: 'uffd-fault' } as const]),
    ];
    return seen.map(({ at, source }) => ({ source, afterStartUs: spanNs(startedAt, at) / 1000 }));
  }

  /** Runs a step of the VM's life; a failure names the VMM's end where that is behind it. */
  async explained<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (thrown) {
      const { vmm, start, handler } = this.parts;
      const { hitLimit } = start;
      throw await explainFailure(thrown, {
        ...this.#remains,
        ...{ vmm, hitLimit },
        handler: () => handler()?.state(),
      });
    }
  }
}
