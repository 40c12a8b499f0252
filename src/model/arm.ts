import type { LaunchMode, LogLevel } from './vm-spec.ts';

/**
 * What an arm has otherwise than the run: the fields of `--arm` and of `arms` in the configuration file. Paths are absolute
 * once the settings are resolved.
 */
export interface ArmFields {
  /** A release ("1.12.1") that `setup` has installed, a folder that holds both binaries, or a Firecracker binary. */
  readonly firecracker?: string;
  /** By default beside the Firecracker binary. */
  readonly jailer?: string;
  /** The release that the binaries must be. */
  readonly firecrackerVersion?: string;
  readonly launch?: LaunchMode;
  /** The arm's share of the host's CPUs, as a kernel list. */
  readonly cpus?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly bootArgs?: string;
  /** Words after the guest's command line. */
  readonly 'bootArgs+'?: string;
  readonly vcpus?: number;
  readonly memMib?: number;
  readonly smt?: boolean;
  readonly trackDirtyPages?: boolean;
  readonly hugePages?: '2M';
  readonly cpuTemplate?: string;
  readonly metadataFile?: string;
  readonly serialOutName?: string;
  readonly logLevel?: LogLevel;
  readonly firecrackerArguments?: readonly string[];
  readonly parentCgroup?: string;
}

/** An arm as it was asked for. */
export interface ArmRequest {
  /** A letter, then letters, digits, ".", "_" or "-"; at most 32. */
  readonly id: string;
  readonly fields: ArmFields;
}

/** Something that not all arms have alike. */
export interface ArmDifference {
  /** Name of a field, "memMib". */
  readonly what: string;
  /** In the order of the arms: what each has, in words. */
  readonly values: readonly string[];
}

/** "base and candidate differ in: memMib (128, 512)". */
export function formatArmDifferences(
  armIds: readonly string[],
  differences: readonly ArmDifference[],
): string {
  const last = armIds.at(-1) ?? '';
  const arms = armIds.length < 2 ? last : `${armIds.slice(0, -1).join(', ')} and ${last}`;
  if (differences.length === 0) return `${arms} differ in: nothing: an A/A run`;
  return `${arms} differ in: ${differences.map(({ what, values }) => `${what} (${values.join(', ')})`).join('; ')}`;
}
