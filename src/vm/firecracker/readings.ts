import { readFileSync } from 'node:fs';
import type { ClockPair } from '../../base/clock.ts';
import { BenchError } from '../../base/errors.ts';
import { waitUntil } from '../../base/waiting.ts';
import { watchPath } from '../../host/watch-path.ts';
import type { PrepareRequest, VmmReadings } from '../../model/vm.ts';
import type { ApiClient } from './api-client.ts';
import { putAction, readEffectiveConfig } from './api-requests.ts';
import type { JailLayout } from './jail-layout.ts';
import { logStampToMonotonic } from './log-clock.ts';
import { findApiCalls, findFault, findGuestBootTime, findMarks, parseLog } from './log-lines.ts';
import { sumMetrics, type VmmMetrics } from './metrics.ts';
import { throwIfExited, type VmmProcess } from './vmm-process.ts';

/** What of a booted VM can be read. */
export interface ReadableVm {
  readonly request: PrepareRequest;
  readonly layout: JailLayout;
  readonly api: ApiClient;
  readonly vmm: VmmProcess;
  readonly clock: ClockPair;
}

/** The watch begins here, not before: its wake-ups would fall into the span of the start request. */
export async function waitGuestReady(vm: ReadableVm, timeoutMs: number): Promise<void> {
  const { layout, vmm, request } = vm;
  await waitUntil({
    action: "see the guest's boot timer line in the log",
    timeoutMs,
    signal: request.signal,
    look: () => {
      const isReady = findGuestBootTime(parseLog(readFileSync(layout.log, 'utf8'))) !== undefined;
      if (!isReady) throwIfExited(vmm, 'wait for the guest');
      return isReady ? { ready: true, value: undefined } : { ready: false, seen: 'it is absent' };
    },
    subscribe: (wake) => {
      const watch = watchPath(layout.log, wake);
      const unsubscribe = vmm.subscribe(wake);
      return () => {
        watch[Symbol.dispose]();
        unsubscribe();
      };
    },
    retryMs: vmm.retryMs,
  });
  request.timeline.endPhase('ready');
}

/** The answer to FlushMetrics comes after the line is written. */
export async function collectReadings(
  vm: ReadableVm,
): Promise<{ readonly readings: VmmReadings; readonly effectiveConfig: unknown }> {
  await putAction(vm.api, 'FlushMetrics');
  const effectiveConfig = await readEffectiveConfig(vm.api);
  const metrics = sumMetrics(readFileSync(vm.layout.metrics, 'utf8'));
  const text = readFileSync(vm.layout.log, 'utf8');
  throwIfFaulty(text, metrics);
  const lines = parseLog(text);
  for (const { name, localNs } of findMarks(lines)) {
    vm.request.timeline.addMark(name, logStampToMonotonic(localNs, vm.clock));
  }
  const guestBoot = findGuestBootTime(lines);
  const start = findApiCalls(lines).find(
    ({ path, body }) => path === '/actions' && body.includes('InstanceStart'),
  );
  const startup = readStartup(metrics);
  vm.request.timeline.endPhase('collect');
  return {
    effectiveConfig,
    readings: {
      ...(guestBoot === undefined ? {} : { guestBoot }),
      ...(start === undefined ? {} : { startCallUs: start.durationUs }),
      ...(startup === undefined ? {} : { processStartup: startup }),
      missedLogCount: metrics.get('logger.missed_log_count') ?? 0,
    },
  };
}

/** Zero when the VMM did not get the jailer's start stamps. */
function readStartup(metrics: VmmMetrics): VmmReadings['processStartup'] {
  const wallUs = metrics.get('api_server.process_startup_time_us') ?? 0;
  const cpuUs = metrics.get('api_server.process_startup_time_cpu_us') ?? 0;
  return wallUs > 0 && cpuUs > 0 ? { wallUs, cpuUs } : undefined;
}

function throwIfFaulty(logText: string, metrics: VmmMetrics): void {
  const fault = findFault(logText);
  if (fault !== undefined)
    throw new BenchError('VMM_EXITED', `Cannot trust the trial: the log says "${fault}"`);
  const failures = metrics.get('vcpu.failures') ?? 0;
  const seccompFaults = metrics.get('seccomp.num_faults') ?? 0;
  if (failures + seccompFaults === 0) return;
  const text = `Cannot trust the trial: ${failures} vCPU failures and ${seccompFaults} seccomp faults were counted`;
  throw new BenchError('VMM_EXITED', text);
}
