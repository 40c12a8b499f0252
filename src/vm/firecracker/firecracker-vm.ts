import type { CleanupStack } from '../../base/cleanup-stack.ts';
import type { ClockPair } from '../../base/clock.ts';
import type { HostPid } from '../../model/brands.ts';
import type { VmEnd, VmRecord } from '../../model/trial.ts';
import type { BootedVm, PreparedVm, PrepareRequest, VmmReadings } from '../../model/vm.ts';
import type { ApiClient } from './api-client.ts';
import { putAction } from './api-requests.ts';
import { explainFailure, readLastLines, saveEvidence } from './evidence.ts';
import type { JailLayout } from './jail-layout.ts';
import { collectReadings, waitGuestReady, type ReadableVm } from './readings.ts';
import type { VmmProcess } from './vmm-process.ts';

export interface FirecrackerVmParts {
  readonly request: PrepareRequest;
  readonly version: string;
  readonly layout: JailLayout;
  readonly api: ApiClient;
  readonly vmm: VmmProcess;
  readonly clock: ClockPair;
  /** Ends the VMM and removes all of it; the VM's only owner. */
  readonly cleanup: CleanupStack;
  /** Filled by the clean-up when the VMM is gone. */
  readonly end: () => VmEnd | undefined;
}

/** A live, configured Firecracker in its jail. */
export class FirecrackerVm implements PreparedVm {
  readonly pid: HostPid;
  readonly #parts: FirecrackerVmParts;
  #effectiveConfig: unknown;

  constructor(parts: FirecrackerVmParts) {
    this.#parts = parts;
    this.pid = parts.vmm.identity.pid;
  }

  async boot(): Promise<BootedVm> {
    const { api, request } = this.#parts;
    const { clientNs } = await this.explained(() => putAction(api, 'InstanceStart'));
    request.timeline.endPhase('start');
    const readable: ReadableVm = this.#parts;
    return {
      pid: this.pid,
      startCallNs: clientNs,
      waitReady: (options) => this.explained(() => waitGuestReady(readable, options.timeoutMs)),
      collect: () => this.explained(() => this.#collect(readable)),
    };
  }

  saveEvidence(): void {
    saveEvidence(this.#parts.layout, this.#parts.request.evidence);
  }

  lastLogLines(count: number): readonly string[] {
    return readLastLines(this.#parts.layout, count);
  }

  record(): VmRecord {
    const { request, version, end } = this.#parts;
    const ended = end();
    return {
      vmId: request.id,
      uid: request.uid,
      pid: this.pid,
      launch: request.launch,
      firecrackerVersion: version,
      ...(ended === undefined ? {} : { end: ended }),
      ...(this.#effectiveConfig === undefined ? {} : { effectiveConfig: this.#effectiveConfig }),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.cleanup[Symbol.asyncDispose]();
  }

  async #collect(readable: ReadableVm): Promise<VmmReadings> {
    const { readings, effectiveConfig } = await collectReadings(readable);
    this.#effectiveConfig = effectiveConfig;
    return readings;
  }

  async explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw explainFailure(thrown, this.#parts);
    }
  }
}
