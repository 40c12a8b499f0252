import { BenchError } from '../../base/errors.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { ApiClient } from './api-client.ts';
import { putBootSource, putDrive, putMachineConfig } from './api-requests.ts';
import type { JailedFiles } from './jail.ts';

/** Tells the VMM all of the spec, one request after the other. */
export async function configure(api: ApiClient, spec: VmSpec, files: JailedFiles): Promise<void> {
  await putMachineConfig(api, { vcpu_count: spec.vcpus, mem_size_mib: spec.memMib });
  await putBootSource(api, {
    kernel_image_path: files.kernel,
    ...(files.initrd === undefined ? {} : { initrd_path: files.initrd }),
    boot_args: spec.bootArgs,
  });
  for (const { driveId, isRootDevice, isReadOnly } of spec.drives) {
    const path = files.drives.get(driveId);
    if (path === undefined)
      throw new BenchError('JAIL_FAILED', `Cannot find the drive "${driveId}" in the jail`);
    await putDrive(api, {
      drive_id: driveId,
      path_on_host: path,
      is_root_device: isRootDevice,
      is_read_only: isReadOnly,
    });
  }
}
