import { existsSync, statfsSync } from 'node:fs';
import { BenchError } from '../../base/errors.ts';
import type { HostPath } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';
import type { CgroupSetting, JailSpec } from '../../model/vm-spec.ts';
import { isWholeBetween } from './refuse.ts';

/** Arguments that this tool gives, or that would end or start the VM by themselves. */
const ownArguments: readonly string[] = [
  '--api-sock',
  '--boot-timer',
  '--config-file',
  '--describe-snapshot',
  '--help',
  '--id',
  '--level',
  '--log-path',
  '--metadata',
  '--metrics-path',
  '--no-api',
  '--parent-cpu-time-us',
  '--snapshot-version',
  '--start-time-cpu-us',
  '--start-time-us',
  '--version',
];

/** Firecracker stops without a word when its log may not grow. */
const leastFsizeBytes = 65_536;

/**
 * Checks what the jailer would refuse by a panic, or take in a way that this tool would not find again.
 * @throws BenchError `SPEC_INVALID`
 */
export function checkJailSpec(jail: JailSpec, confinement: Confinement): void {
  const { networkNamespace, parentCgroup, resourceLimits = {}, firecrackerArguments = [] } = jail;
  if (networkNamespace !== undefined) checkNamespace(networkNamespace);
  for (const [name, value] of Object.entries(resourceLimits)) {
    if (!isWholeBetween(value, 1, Number.MAX_SAFE_INTEGER))
      refuse('resourceLimits', `${name} ${value} is not a whole number above 0`);
  }
  const { fsizeBytes = leastFsizeBytes } = resourceLimits;
  if (fsizeBytes < leastFsizeBytes)
    refuse('resourceLimits', `fsizeBytes ${fsizeBytes} is less than the ${leastFsizeBytes} of a log`);
  if (
    parentCgroup !== undefined &&
    !/^[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/.test(parentCgroup)
  )
    refuse('parentCgroup', `"${parentCgroup}" is not a relative path like a/b`);
  checkCgroups(jail.cgroups, confinement);
  for (const word of firecrackerArguments) checkArgument(word);
}

/** NSFS_MAGIC (statfs(2)). */
const namespaceFilesystem = 0x6e736673;

function checkNamespace(path: HostPath): void {
  if (!existsSync(path)) refuse('networkNamespace', `"${path}" is absent`);
  if (statfsSync(path).type !== namespaceFilesystem)
    refuse('networkNamespace', `"${path}" is not a namespace`);
}

function checkCgroups(cgroups: JailSpec['cgroups'], { kind }: Confinement): void {
  if (cgroups === undefined) return;
  const { version } = cgroups;
  if (kind !== 'affinity' && kind !== `cpuset-v${version}`)
    refuse(
      'cgroups',
      `they are for version ${version}, and the CPUs are held by ${kind}: the jailer takes one version`,
    );
  for (const setting of cgroups.settings) checkSetting(setting);
}

function checkSetting({ file, value }: CgroupSetting): void {
  if (!/^[a-z0-9_]+\.[A-Za-z0-9_.]+$/.test(file))
    refuse('cgroups', `"${file}" is not the name of a cgroup file`);
  if (file.startsWith('cpuset.')) refuse('cgroups', `"${file}" belongs to the placement`);
  if (value === '' || /[\0\n=]/.test(value))
    refuse('cgroups', `the value of "${file}" is empty or not one word`);
}

function checkArgument(word: string): void {
  const [name = ''] = word.split('=');
  if (ownArguments.includes(name)) refuse('firecrackerArguments', `"${name}" is given by this tool`);
  if (word === '' || word === '--' || word.includes('\0'))
    refuse('firecrackerArguments', `"${word}" is not an argument`);
}

function refuse(field: keyof JailSpec, seen: string): never {
  throw new BenchError('SPEC_INVALID', `Cannot use ${field} of the jail: ${seen}`);
}
