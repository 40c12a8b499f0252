import type { RunnableArm } from '../model/plan.ts';
import type { JailSpec, LaunchMode, VmSpec } from '../model/vm-spec.ts';
import type { PlannedPlacement } from '../model/placement.ts';

/** What an arm is made of beside its microVMs. */
export interface ArmBinaries {
  readonly firecrackerSha256: string;
  readonly jailerSha256: string;
}

/** One arm of one case, as it is compared with the others of the case. */
export interface ArmSide {
  readonly arm: RunnableArm;
  readonly binaries: ArmBinaries;
  /** CPUs that its VMs may run on, as a kernel list. */
  readonly cpus: string;
  readonly spec: VmSpec;
  readonly jail: JailSpec;
  readonly launch: LaunchMode;
  readonly placement: PlannedPlacement;
}

/** Values by name, each in words. */
export type ArmFacts = Readonly<Record<string, string>>;

/** What an arm has that says nothing of it: said or not, it is no difference. */
const defaults: ArmFacts = {
  smt: 'false',
  trackDirtyPages: 'false',
  logLevel: 'Debug',
  parentCgroup: 'microvm-bench',
};

/** Everything about an arm's VM that can differ. What neither is said of it nor has a default is absent. */
export function factsOf({ arm, binaries, cpus, spec, jail, launch }: ArmSide): ArmFacts {
  return {
    firecracker: shortDigest(binaries.firecrackerSha256),
    jailer: shortDigest(binaries.jailerSha256),
    firecrackerVersion: arm.firecrackerVersion,
    launch,
    cpus,
    ...defaults,
    ...inWords(spec),
    ...inWords(jail),
  };
}

function shortDigest(sha256: string): string {
  return `sha256 ${sha256.slice(0, 12)}…`;
}

function inWords(part: VmSpec | JailSpec): ArmFacts {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(part);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isOneWord(value) ? String(value) : JSON.stringify(value)]),
  );
}

function isOneWord(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && /^[^\s,;()]+$/.test(value))
  );
}
