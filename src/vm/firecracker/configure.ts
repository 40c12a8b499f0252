import type { VmSpec } from '../../model/vm-spec.ts';
import type { ApiClient } from './api-client.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { JailedFiles } from './jail.ts';
import { metricsPath } from './jail-layout.ts';
import { specRequests } from './spec-requests.ts';
import type { Dialect } from './versions.ts';

export interface ConfigureOptions {
  readonly dialect: Dialect;
  readonly spec: VmSpec;
  readonly files: JailedFiles;
}

/** Tells the VMM all of the spec, one request after the other. */
export async function configure(api: ApiClient, { dialect, spec, files }: ConfigureOptions): Promise<void> {
  const paths = {
    kernel: files.kernel.path,
    ...(files.initrd === undefined ? {} : { initrd: files.initrd.path }),
    drives: new Map([...files.drives].map(([driveId, { path }]) => [driveId, path])),
    metrics: metricsPath,
  };
  for (const request of specRequests(dialect, spec, paths)) {
    try {
      await api.send(request);
    } catch (thrown) {
      throw explainRefusal(thrown);
    }
  }
}
