import type { JailPath } from '../../model/brands.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';

/** One function a request, with the body as Firecracker's API document names it (src/firecracker/swagger). */

export interface MachineConfigBody {
  readonly vcpu_count: number;
  readonly mem_size_mib: number;
}

export interface BootSourceBody {
  readonly kernel_image_path: JailPath;
  readonly initrd_path?: JailPath;
  readonly boot_args: string;
}

export interface DriveBody {
  readonly drive_id: string;
  readonly path_on_host: JailPath;
  readonly is_root_device: boolean;
  readonly is_read_only: boolean;
}

export type ActionType = 'InstanceStart' | 'FlushMetrics' | 'SendCtrlAltDel';

export async function describeInstance(api: ApiClient): Promise<unknown> {
  const { body } = await api.send({ method: 'GET', path: '/' });
  return body;
}

export async function putMachineConfig(api: ApiClient, body: MachineConfigBody): Promise<void> {
  await api.send({ method: 'PUT', path: '/machine-config', body });
}

export async function putBootSource(api: ApiClient, body: BootSourceBody): Promise<void> {
  await api.send({ method: 'PUT', path: '/boot-source', body });
}

export async function putDrive(api: ApiClient, body: DriveBody): Promise<void> {
  await api.send({ method: 'PUT', path: `/drives/${encodeURIComponent(body.drive_id)}`, body });
}

export function putAction(api: ApiClient, actionType: ActionType): Promise<ApiAnswer> {
  return api.send({ method: 'PUT', path: '/actions', body: { action_type: actionType } });
}

/** What the VM really runs with, as the VMM itself has it. */
export async function readEffectiveConfig(api: ApiClient): Promise<unknown> {
  const { body } = await api.send({ method: 'GET', path: '/vm/config' });
  return body;
}
