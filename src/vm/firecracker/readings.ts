import { readFileSync } from 'node:fs';
import type { ClockPair } from '../../base/clock.ts';
import { BenchError } from '../../base/errors.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import type { ApiCallReading, VmmReadings } from '../../model/vmm-readings.ts';
import type { AnsweredCall, ApiClient } from './api-client.ts';
import { putAction, readEffectiveConfig } from './api-requests.ts';
import type { JailLayout } from './jail-layout.ts';
import { logStampToMonotonic } from './log-clock.ts';
import {
  findApiCalls,
  findFault,
  findGuestBootTime,
  findMarks,
  parseLog,
  type ApiCall,
} from './log-lines.ts';
import { sumMetrics, type VmmMetrics } from './metrics.ts';
import type { VmStreams } from './vm-streams.ts';

/** What of a booted VM can be read. */
export interface ReadableVm {
  readonly request: Pick<PrepareRequest, 'signal' | 'timeline'>;
  readonly layout: JailLayout;
  readonly api: ApiClient;
  readonly streams: Pick<VmStreams, 'log'>;
  readonly clock: ClockPair;
}

export async function waitGuestReady(vm: ReadableVm, timeoutMs: number): Promise<void> {
  const { request, streams } = vm;
  const action = "see the guest's boot timer line in the log";
  await streams.log.waitForLine(/Guest-boot-time =/, { action, timeoutMs, signal: request.signal });
  request.timeline.endPhase('ready');
}

/** The answer to FlushMetrics comes after the line is written. */
export async function collectReadings(
  vm: ReadableVm,
): Promise<{ readonly readings: VmmReadings; readonly effectiveConfig: unknown }> {
  await putAction(vm.api, 'FlushMetrics');
  const effectiveConfig = await readEffectiveConfig(vm.api);
  const metrics = sumMetrics(readFileSync(vm.layout.metrics, 'utf8'));
  const text = vm.streams.log.text();
  throwIfFaulty(text, metrics);
  const lines = parseLog(text);
  for (const { name, localNs } of findMarks(lines)) {
    vm.request.timeline.addMark(name, logStampToMonotonic(localNs, vm.clock));
  }
  const guestBoot = findGuestBootTime(lines);
  const startup = readStartup(metrics);
  vm.request.timeline.endPhase('collect');
  return {
    effectiveConfig,
    readings: {
      ...(guestBoot === undefined ? {} : { guestBoot }),
      ...(startup === undefined ? {} : { processStartup: startup }),
      calls: joinCalls(vm.api.calls(), findApiCalls(lines)),
      latenciesUs: readLatencies(metrics),
      missedLogCount: metrics.get('logger.missed_log_count') ?? 0,
    },
  };
}

/** Both sides saw the same requests in the same order; where they do not agree, the VMM's duration is left out. */
function joinCalls(answered: readonly AnsweredCall[], logged: readonly ApiCall[]): readonly ApiCallReading[] {
  return answered.map((call, index) => {
    const other = logged[index];
    const isSame = other?.method === call.method && other.path === call.path;
    return { ...call, ...(isSame ? { vmmUs: other.durationUs } : {}) };
  });
}

function readLatencies(metrics: VmmMetrics): Readonly<Record<string, number>> {
  const prefix = 'latencies_us.';
  const entries = [...metrics].filter(([path, value]) => path.startsWith(prefix) && value > 0);
  return Object.fromEntries(entries.map(([path, value]) => [path.slice(prefix.length), value]));
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
