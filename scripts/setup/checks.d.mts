export interface Missing {
  readonly what: string;
  readonly why: string;
  readonly get: string;
}
export interface Runtime {
  readonly platform: string;
  readonly arch: string;
  readonly nodeVersion: string;
}
export function readRuntime(): Runtime;
export function missingRuntime(runtime: Runtime): readonly Missing[];
export function missingBuildTools(searchPath: string): readonly Missing[];
export function missingForTrials(): readonly Missing[];
export function describeMissing(missing: Missing): string;
