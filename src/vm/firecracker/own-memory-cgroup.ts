import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { parseMountinfo } from '../../host/mountinfo.ts';
import type { Confinement } from '../../model/placement.ts';
import type { JailSpec } from '../../model/vm-spec.ts';

type Cgroups = NonNullable<JailSpec['cgroups']>;

/**
 * Turns the wish for a memory cgroup into a setting that limits nothing: the jailer makes a cgroup only for a setting.
 * @throws BenchError `FACILITY_MISSING` where one is required and the host has no memory controller
 */
export function withMemoryCgroup(jail: JailSpec, { kind }: Pick<Confinement, 'kind'>): JailSpec {
  const { ownMemoryCgroup, ...rest } = jail;
  if (ownMemoryCgroup === undefined) return jail;
  const limitless = findLimitless();
  const versions = [rest.cgroups?.version, kind === 'affinity' ? undefined : kind === 'cpuset-v1' ? 1 : 2];
  const isOther = versions.some((version) => version !== undefined && version !== limitless?.version);
  if (limitless !== undefined && !isOther) {
    const settings = [...(rest.cgroups?.settings ?? []), ...limitless.settings];
    return { ...rest, cgroups: { version: limitless.version, settings } };
  }
  if (ownMemoryCgroup === 'where-possible') return rest;
  const seen =
    limitless !== undefined
      ? 'the memory controller is of another cgroup version than what else holds it'
      : 'the host has no memory controller';
  throw new BenchError('FACILITY_MISSING', `Cannot give the VM a memory cgroup: ${seen}`, {
    hint: 'Boot a kernel with CONFIG_MEMCG and mount its hierarchy',
  });
}

function findLimitless(): Cgroups | undefined {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const hasV1 = mounts.some(
    ({ filesystem, superOptions }) => filesystem === 'cgroup' && superOptions.includes('memory'),
  );
  if (hasV1) return { version: 1, settings: [{ file: 'memory.limit_in_bytes', value: '-1' }] };
  const unified = mounts.find(({ filesystem }) => filesystem === 'cgroup2');
  if (unified === undefined || !controllersOf(unified.mountPoint).includes('memory')) return undefined;
  return { version: 2, settings: [{ file: 'memory.max', value: 'max' }] };
}

function controllersOf(mountPoint: string): readonly string[] {
  try {
    return readFileSync(join(mountPoint, 'cgroup.controllers'), 'utf8').trim().split(' ');
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
