import { parseStrict, z } from '../../model/schema.ts';
import type {
  BalloonState,
  BalloonStatistics,
  InstanceState,
  NetworkInterfaceChange,
} from '../../model/vm-requests.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import { drivePatch, networkInterfacePatch, type JailedDriveChange } from './device-bodies.ts';
import type { RequestBody } from './machine-bodies.ts';
import { readState, type SnapshotCreateBody, type SnapshotLoadBody } from './snapshot-bodies.ts';

/** One function a request of a VMM's life. Those that tell it the spec are in `spec-requests.ts`. */

export type ActionType = 'InstanceStart' | 'FlushMetrics' | 'SendCtrlAltDel';

export async function describeInstance(api: ApiClient): Promise<unknown> {
  const { body } = await api.send({ method: 'GET', path: '/' });
  return body;
}

/** @throws BenchError `VM_API_REJECTED` for an answer without a state */
export async function readInstanceState(api: ApiClient): Promise<InstanceState> {
  return readState(await describeInstance(api));
}

/** "1.12.1", as the VMM itself says. */
export async function readVersion(api: ApiClient): Promise<string> {
  const version = await get(api, '/version', z.object({ firecracker_version: z.string() }));
  return version.firecracker_version;
}

export function putAction(api: ApiClient, actionType: ActionType): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/actions', body: { action_type: actionType } });
}

/** What the VM really runs with, as the VMM itself has it. Log and metrics are null where the command line named them. */
export async function readEffectiveConfig(api: ApiClient): Promise<unknown> {
  const { body } = await api.send({ method: 'GET', path: '/vm/config' });
  return body;
}

export function patchVmState(api: ApiClient, state: 'Paused' | 'Resumed'): Promise<ApiAnswer> {
  return patch(api, '/vm', { state });
}

/** The body differs between versions: `snapshotCreateBody` makes it. */
export function putSnapshotCreate(api: ApiClient, body: SnapshotCreateBody): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/snapshot/create', body });
}

/** The body differs between versions: `snapshotLoadBody` makes it. */
export function putSnapshotLoad(api: ApiClient, body: SnapshotLoadBody): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/snapshot/load', body });
}

/** Before the boot only; `machineConfigPatch` makes the body. */
export function patchMachineConfig(api: ApiClient, body: RequestBody): Promise<ApiAnswer> {
  return patch(api, '/machine-config', body);
}

/** While the guest runs only. A new path makes the guest read the drive's size anew. */
export function patchDrive(api: ApiClient, change: JailedDriveChange): Promise<ApiAnswer> {
  return patch(api, `/drives/${encodeURIComponent(change.driveId)}`, drivePatch(change));
}

/** While the guest runs only. */
export function patchNetworkInterface(api: ApiClient, change: NetworkInterfaceChange): Promise<ApiAnswer> {
  const path = `/network-interfaces/${encodeURIComponent(change.ifaceId)}`;
  return patch(api, path, networkInterfacePatch(change));
}

/** Replaces all that the metadata service holds. */
export function putMmds(api: ApiClient, contents: RequestBody): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/mmds', body: contents });
}

/** A merge patch (RFC 7396): null removes. Refused before the first PUT. */
export function patchMmds(api: ApiClient, change: RequestBody): Promise<ApiAnswer> {
  return patch(api, '/mmds', change);
}

export async function readMmds(api: ApiClient): Promise<unknown> {
  const { body } = await api.send({ method: 'GET', path: '/mmds' });
  return body;
}

/** Refused until the guest's driver has activated the device. */
export function patchBalloonAmount(api: ApiClient, amountMib: number): Promise<ApiAnswer> {
  return patch(api, '/balloon', { amount_mib: amountMib });
}

/** Refused where the statistics were off before the boot. */
export function patchBalloonStatistics(api: ApiClient, intervalS: number): Promise<ApiAnswer> {
  return patch(api, '/balloon/statistics', { stats_polling_interval_s: intervalS });
}

const balloonSchema = z.object({
  amount_mib: z.number(),
  deflate_on_oom: z.boolean(),
  stats_polling_interval_s: z.number(),
});

export async function readBalloon(api: ApiClient): Promise<BalloonState> {
  const body = await get(api, '/balloon', balloonSchema);
  return {
    amountMib: body.amount_mib,
    deflateOnOom: body.deflate_on_oom,
    statsPollingIntervalS: body.stats_polling_interval_s,
  };
}

export async function readBalloonStatistics(api: ApiClient): Promise<BalloonStatistics> {
  const schema = z.object({ target_mib: z.number(), actual_mib: z.number() });
  const body = await get(api, '/balloon/statistics', schema);
  return { targetMib: body.target_mib, actualMib: body.actual_mib };
}

/** Before the boot only; log and metrics files are named by the command line. */
export function putLogLevel(
  api: ApiClient,
  level: 'Error' | 'Warning' | 'Info' | 'Debug',
): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/logger', body: { level } });
}

function patch(api: ApiClient, path: string, body: RequestBody): Promise<ApiAnswer> {
  return api.send({ method: 'PATCH', path, body });
}

async function get<T>(api: ApiClient, path: string, schema: z.ZodType<T>): Promise<T> {
  const { body } = await api.send({ method: 'GET', path });
  return parseStrict(schema, body, { what: `the answer to GET ${path}`, code: 'VM_API_REJECTED' });
}
