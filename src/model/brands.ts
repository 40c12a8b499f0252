import { BenchError } from '../base/errors.ts';

/** A path as this host sees it. */
export type HostPath = string & { readonly __brand: 'HostPath' };
/** A path as the jailed process sees it, relative to its root: what goes into API bodies. */
export type JailPath = string & { readonly __brand: 'JailPath' };
/** A process id in the harness's own PID namespace. */
export type HostPid = number & { readonly __brand: 'HostPid' };
/** Id of one microVM: what the jailer takes as `--id`. */
export type VmId = string & { readonly __brand: 'VmId' };

export const hostPath = (path: string): HostPath => path as HostPath;
export const jailPath = (path: string): JailPath => path as JailPath;
export const hostPid = (pid: number): HostPid => pid as HostPid;

/**
 * The jailer's rule (firecracker/src/utils/src/validators.rs): 1 to 64 letters, digits and hyphens. Checked here,
 * since the jailer itself reports it by a panic, and lets non-ASCII letters pass.
 * @throws BenchError `ID_INVALID`
 */
export function vmId(text: string): VmId {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(text)) {
    throw new BenchError(
      'ID_INVALID',
      `Cannot use "${text}" as a microVM id: 1 to 64 letters, digits or hyphens are allowed`,
    );
  }
  return text as VmId;
}
