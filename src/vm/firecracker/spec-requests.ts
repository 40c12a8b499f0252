import { BenchError } from '../../base/errors.ts';
import type { DriveSpec } from '../../model/device-spec.ts';
import { jailPath, type JailPath } from '../../model/brands.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { ApiRequest } from './api-client.ts';
import {
  balloonBody,
  driveBody,
  entropyBody,
  mmdsConfigBody,
  networkInterfaceBody,
  vsockBody,
} from './device-bodies.ts';
import {
  bootSourceBody,
  cpuConfigBody,
  machineConfigBody,
  serialBody,
  type RequestBody,
} from './machine-bodies.ts';
import { supports, type Dialect } from './versions.ts';

/** Where the spec's files lie for the jailed process. */
export interface SpecPaths {
  readonly kernel: JailPath;
  readonly initrd?: JailPath;
  /** By drive id. */
  readonly drives: ReadonlyMap<string, JailPath>;
  readonly metrics: JailPath;
}

/**
 * All requests that tell a VMM the whole spec, in the order in which they must be sent: the balloon is judged by the
 * memory, the metadata service by the interfaces.
 * @throws BenchError `SPEC_INVALID` when the version cannot take a part of it
 */
export function specRequests(dialect: Dialect, spec: VmSpec, paths: SpecPaths): readonly ApiRequest[] {
  return [
    ...outputRequests(dialect, spec, paths),
    ...(spec.cpuConfig === undefined ? [] : [put('/cpu-config', cpuConfigBody(dialect, spec.cpuConfig))]),
    put('/machine-config', machineConfigBody(dialect, spec)),
    put('/boot-source', bootSourceBody({ ...paths, bootArgs: spec.bootArgs })),
    ...spec.drives.map((drive) => putById('drives', drive.driveId, driveBody(drive, pathOf(drive, paths)))),
    ...(spec.networkInterfaces ?? []).map((each) =>
      putById('network-interfaces', each.ifaceId, networkInterfaceBody(dialect, each)),
    ),
    ...deviceRequests(dialect, spec),
  ];
}

function outputRequests(dialect: Dialect, spec: VmSpec, paths: SpecPaths): readonly ApiRequest[] {
  return [
    // Otherwise the command line has told it already, and a second time is refused.
    ...(supports(dialect, 'metricsPathFlag') ? [] : [put('/metrics', { metrics_path: paths.metrics })]),
    ...(spec.serialOutName === undefined
      ? []
      : [put('/serial', serialBody(dialect, jailPath(spec.serialOutName)))]),
  ];
}

function deviceRequests(dialect: Dialect, { mmds, vsock, balloon, entropy }: VmSpec): readonly ApiRequest[] {
  return [
    ...(mmds === undefined ? [] : [put('/mmds/config', mmdsConfigBody(mmds))]),
    ...(mmds?.contents === undefined ? [] : [put('/mmds', mmds.contents)]),
    ...(vsock === undefined ? [] : [put('/vsock', vsockBody(vsock))]),
    ...(balloon === undefined ? [] : [put('/balloon', balloonBody(dialect, balloon))]),
    ...(entropy === undefined ? [] : [put('/entropy', entropyBody(dialect, entropy))]),
  ];
}

function pathOf({ driveId }: DriveSpec, { drives }: SpecPaths): JailPath {
  const path = drives.get(driveId);
  if (path !== undefined) return path;
  throw new BenchError('JAIL_FAILED', `Cannot find the drive "${driveId}" in the jail`);
}

function put(path: string, body: RequestBody): ApiRequest {
  return { method: 'PUT', path, body };
}

function putById(kind: string, id: string, body: RequestBody): ApiRequest {
  return put(`/${kind}/${encodeURIComponent(id)}`, body);
}
