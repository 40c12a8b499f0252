export { BenchError, type BenchErrorOptions, type ErrorCode } from './base/errors.ts';

export { defineBenchmark } from './harness/define-benchmark.ts';
export { defineConfig, type BenchConfig } from './harness/define-config.ts';

export { bootTimer } from './collectors/boot-timer.ts';
export { processStartup } from './collectors/process-startup.ts';
export { scheduling } from './collectors/scheduling.ts';
export { startCall } from './collectors/start-call.ts';

export { hostPath, type HostPath, type HostPid } from './model/brands.ts';
export type {
  ArmContext,
  BenchmarkDefinition,
  Collector,
  Measurement,
  Observation,
  ParameterGrid,
  PointOf,
  Trial,
} from './model/definition.ts';
export type { Direction, MetricDefinition, MetricKind, Samples, Unit } from './model/metric.ts';
export type { AppliedPlacement, PlacedThread, PlacementPolicyName } from './model/placement.ts';
export type { ParameterPoint, ParameterValue } from './model/plan.ts';
export type { BootedVm, PreparedVm, VmmReadings } from './model/vm.ts';
export type { DriveSpec, LaunchMode, VmSpec } from './model/vm-spec.ts';
