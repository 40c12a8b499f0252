import type { CleanupStack } from '../../base/cleanup-stack.ts';
import type { ClockPair, MonotonicNs } from '../../base/clock.ts';
import type { GuestNetwork } from '../../host/network/guest-network.ts';
import type { HostPath, HostPid } from '../../model/brands.ts';
import type { VmNetwork } from '../../model/guest-network.ts';
import type { UffdTotals } from '../../model/snapshot.ts';
import type { StopRung } from '../../model/stop.ts';
import type { TimelineRecorder } from '../../model/timeline.ts';
import type { VmEnd, VmRecord } from '../../model/trial.ts';
import type { OwnedVm, PrepareRequest, VmmReadings } from '../../model/vm.ts';
import type { VmConsole, VmLog } from '../../model/vm-streams.ts';
import type { ApiClient } from './api-client.ts';
import { explainFailure, readLastLines, saveEvidence, type Remains } from './evidence.ts';
import type { JailLayout } from './jail-layout.ts';
import { collectReadings } from './readings.ts';
import type { StartedVmm } from './start-vmm.ts';
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
  readonly start: Pick<StartedVmm, 'stop' | 'end'>;
  readonly streams: VmStreams;
  readonly network: GuestNetwork | undefined;
  readonly uffd: () => UffdTotals | undefined;
  readonly threadSampler: HostPath;
}

/** A live Firecracker in its jail, whatever it is doing. */
export class LiveVm implements OwnedVm {
  readonly pid: HostPid;
  readonly parts: LiveVmParts;
  #effectiveConfig: unknown;
  #startSentAt: MonotonicNs | undefined;

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
    const { request, dialect, start, uffd } = this.parts;
    const ended = start.end();
    const totals = uffd();
    return {
      vmId: request.id,
      uid: request.uid,
      pid: this.pid,
      launch: request.launch,
      firecrackerVersion: dialect.version,
      ...(ended === undefined ? {} : { end: ended }),
      ...(totals === undefined ? {} : { uffd: totals }),
      ...(this.#effectiveConfig === undefined ? {} : { effectiveConfig: this.#effectiveConfig }),
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

  /** Reads the VM out and keeps its effective configuration for the record. */
  collect(): Promise<VmmReadings> {
    return this.explained(async () => {
      const { readings, effectiveConfig } = await collectReadings(this.parts);
      this.#effectiveConfig = effectiveConfig;
      const startCall = readings.calls.find(({ sentAt }) => sentAt === this.#startSentAt);
      return startCall === undefined ? readings : { ...readings, startCall };
    });
  }

  /** Runs a step of the VM's life; a failure names the VMM's end where that is behind it. */
  async explained<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (thrown) {
      throw await explainFailure(thrown, { ...this.#remains, vmm: this.parts.vmm });
    }
  }
}
