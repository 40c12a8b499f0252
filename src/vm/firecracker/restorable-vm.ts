import { jailPath } from '../../model/brands.ts';
import type { RestoreRequest } from '../../model/vm-driver.ts';
import type { PausedVm, RestorableVm, RunningVm } from '../../model/vm.ts';
import { putSnapshotLoad } from './api-requests.ts';
import { pausedVm, runningVm, type StartCall } from './handles.ts';
import { LiveVm, type LiveVmParts } from './live-vm.ts';
import { snapshotLoadBody } from './snapshot-bodies.ts';
import { uffdSocketName } from './uffd-handler.ts';

export type RestoreOptions = Pick<RestoreRequest, 'backend' | 'trackDirtyPages' | 'networkOverrides'>;

/** An empty Firecracker with a snapshot in its jail. */
export class FirecrackerToRestore extends LiveVm implements RestorableVm {
  readonly #options: RestoreOptions;

  constructor(parts: LiveVmParts, options: RestoreOptions) {
    super(parts);
    this.#options = options;
  }

  restore(): Promise<RunningVm> {
    return this.explained(async () => runningVm(this, await this.#load({ resumeVm: true })));
  }

  restorePaused(): Promise<PausedVm> {
    return this.explained(async () => {
      this.hasStarted(await this.#load({ resumeVm: false }));
      return pausedVm(this);
    });
  }

  async #load({ resumeVm }: { readonly resumeVm: boolean }): Promise<StartCall> {
    const { backend, trackDirtyPages = false, networkOverrides = [] } = this.#options;
    const { api, dialect } = this.parts;
    const body = snapshotLoadBody(dialect, {
      snapshotPath: jailPath('vmstate'),
      backend:
        backend.kind === 'file'
          ? { type: 'File', path: jailPath('memory') }
          : { type: 'Uffd', path: jailPath(uffdSocketName) },
      trackDirtyPages,
      resumeVm,
      networkOverrides,
    });
    const start = await putSnapshotLoad(api, body);
    this.timeline.endPhase('load');
    return start;
  }
}
