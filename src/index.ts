export { BenchError, type BenchErrorOptions, type ErrorCode } from './base/errors.ts';

export { defineBenchmark } from './harness/define-benchmark.ts';
export { defineConfig, type BenchConfig } from './harness/define-config.ts';

export { apiCalls, type ApiCallMetric } from './collectors/api-calls.ts';
export { bootTimer } from './collectors/boot-timer.ts';
export { cgroupMemory, memory, memoryPeak } from './collectors/memory.ts';
export { cpuTimes } from './collectors/cpu-times.ts';
export { firstActivity } from './collectors/first-activity.ts';
export { processStartup } from './collectors/process-startup.ts';
export { processCpu, threadCpu } from './collectors/thread-cpu.ts';
export { startCall } from './collectors/start-call.ts';

export { median } from './stats/moments.ts';
export { theilSen, type Point, type Slope } from './stats/theil-sen.ts';

export { hostPath, type HostPath, type HostPid } from './model/brands.ts';
export type { ArmFields } from './model/arm.ts';
export type {
  ArmContext,
  BenchmarkDefinition,
  CaseContext,
  Collector,
  FixtureContext,
  Measurement,
  Observation,
  ParameterGrid,
  PointOf,
  PrepareOptions,
  RestoreOptions,
  Trial,
} from './model/definition.ts';
export type { GuestAddressing, GuestNetworkSpec, VmNetwork } from './model/guest-network.ts';
export type {
  ActivitySource,
  CpuTimes,
  FaultCounts,
  GuestActivity,
  GuestOutput,
  HostMemory,
  Launch,
  MemoryReading,
  MemorySeries,
  ProcessUsageSeries,
  ThreadSeries,
} from './model/observations.ts';
export type { Direction, MetricDefinition, MetricKind, Samples, Unit } from './model/metric.ts';
export type { AppliedPlacement, PlacedThread, PlacementPolicyName } from './model/placement.ts';
export type { ParameterPoint, ParameterValue } from './model/plan.ts';
export type { PausedVm, PreparedVm, RestorableVm, RunningVm, SnapshotInJail } from './model/vm.ts';
export type { ApiCallReading, VmmReadings } from './model/vmm-readings.ts';
export type { MemoryBackend, Snapshot, SnapshotKind, UffdPolicy } from './model/snapshot.ts';
export type {
  CopyPaths,
  KnownHosts,
  RemoteResult,
  SshClient,
  SshLimits,
  SshLogin,
  SshTarget,
  WaitForSshOptions,
} from './model/ssh.ts';
export type { StopRung, StopRungName } from './model/stop.ts';
export type { ConsoleMode, LogMode, StreamWait, VmConsole, VmLog } from './model/vm-streams.ts';
export type {
  BalloonState,
  BalloonStatistics,
  DriveChange,
  InstanceState,
  MachineSpec,
  NetworkInterfaceChange,
  PreparedRequests,
  RunningRequests,
  VmRequests,
} from './model/vm-requests.ts';
export type {
  BalloonSpec,
  DriveSpec,
  EntropySpec,
  MmdsSpec,
  NetworkInterfaceSpec,
  Placement,
  RateLimiter,
  TokenBucket,
  VsockSpec,
} from './model/device-spec.ts';
export {
  launchModes,
  type CgroupSetting,
  type JailSpec,
  type LaunchMode,
  type VmSpec,
} from './model/vm-spec.ts';
