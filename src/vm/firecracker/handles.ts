import type { MonotonicNs } from '../../base/clock.ts';
import { addressingOf } from '../../host/network/guest-network.ts';
import { readMemory } from '../../host/memory-reading.ts';
import { sampleMemory } from '../../host/memory-sampler.ts';
import { sampleProcessUsage } from '../../host/process-usage.ts';
import { sampleThreads } from '../../host/thread-sampler.ts';
import type { SnapshotKind } from '../../model/snapshot.ts';
import { gracefulRungs } from '../../model/stop.ts';
import type { PausedVm, RunningVm, SnapshotInJail, SnapshotOptions } from '../../model/vm.ts';
import { patchVmState, putSnapshotCreate } from './api-requests.ts';
import { newSnapshotPaths } from './jail-layout.ts';
import type { LiveVm } from './live-vm.ts';
import { waitGuestReady } from './readings.ts';
import { snapshotCreateBody } from './snapshot-bodies.ts';
import { removeSnapshotInJail, snapshotInJail } from './snapshot-in-jail.ts';
import { runningRequests } from './vm-requests.ts';

/** The request that made a VM run. */
export interface StartCall {
  readonly sentAt: MonotonicNs;
  readonly clientNs: number;
}

/** What can be done with a VM that runs. Borrowed: the VM's owner ends it. */
export function runningVm(vm: LiveVm, start: StartCall): RunningVm {
  vm.hasStarted(start);
  return {
    pid: vm.pid,
    startCallNs: start.clientNs,
    startSentAt: start.sentAt,
    network: () => vm.network(),
    waitReady: ({ timeoutMs }) => vm.explained(() => waitGuestReady(vm.parts, timeoutMs)),
    collect: () => vm.collect(),
    sampleThreads: ({ periodMs, durationMs }) => {
      const { threadSampler, request } = vm.parts;
      const options = { binary: threadSampler, pid: vm.pid, signal: request.signal, periodMs, durationMs };
      return vm.explained(() => sampleThreads(options));
    },
    waitForOutput: (pattern, { timeoutMs }) => {
      const { watch, request } = vm.parts;
      return vm.explained(() => watch.waitForOutput(pattern, { timeoutMs, signal: request.signal }));
    },
    firstActivity: () => vm.firstActivity(start.sentAt),
    readFaults: () => vm.readFaults(),
    readCpuTimes: () => vm.readCpuTimes(),
    ...memoryReaders(vm),
    requests: runningRequests(vm),
    sampleProcessUsage: ({ durationMs }) => {
      const { signal } = vm.parts.request;
      return vm.explained(() => sampleProcessUsage(vm.pid, { durationMs, signal }));
    },
    stop: ({ rungs = gracefulRungs } = {}) => vm.stop(rungs),
    pause: () =>
      vm.explained(async () => {
        await patchVmState(vm.parts.api, 'Paused');
        vm.timeline.endPhase('pause');
        return pausedVm(vm);
      }),
  };
}

/** What can be done with a VM that stands still. Borrowed, too. */
export function pausedVm(vm: LiveVm): PausedVm {
  return {
    pid: vm.pid,
    collect: () => vm.collect(),
    ...memoryReaders(vm),
    snapshot: (kind, options = {}) => vm.explained(() => createSnapshot(vm, kind, options)),
    resume: () =>
      vm.explained(async () => {
        const start = await patchVmState(vm.parts.api, 'Resumed');
        vm.timeline.endPhase('resume');
        return runningVm(vm, start);
      }),
  };
}

function memoryReaders(vm: LiveVm): Pick<RunningVm, 'readMemory' | 'sampleMemory'> {
  const { spec: guest, signal } = vm.parts.request;
  return {
    readMemory: () => readMemory(vm.pid, guest),
    sampleMemory: (steps) => vm.explained(() => sampleMemory({ pid: vm.pid, guest, signal, ...steps })),
  };
}

async function createSnapshot(
  vm: LiveVm,
  kind: SnapshotKind,
  options: SnapshotOptions,
): Promise<SnapshotInJail> {
  const { api, dialect, layout, request, network } = vm.parts;
  const { vmstate, memory } = newSnapshotPaths;
  const body = snapshotCreateBody(dialect, { ...options, kind, snapshotPath: vmstate, memFilePath: memory });
  try {
    await putSnapshotCreate(api, body);
  } catch (thrown) {
    removeSnapshotInJail(layout);
    throw thrown;
  }
  vm.timeline.endPhase('snapshot');
  return snapshotInJail({
    kind,
    layout,
    facts: {
      spec: request.spec,
      firecrackerVersion: dialect.version,
      ...(network === undefined ? {} : { guestNetwork: addressingOf(network) }),
    },
  });
}
