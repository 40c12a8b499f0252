import type { PreparedRequests } from '../../model/vm-requests.ts';
import type { PreparedVm, RunningVm } from '../../model/vm.ts';
import { putAction } from './api-requests.ts';
import { runningVm } from './handles.ts';
import { preparedRequests } from './vm-requests.ts';
import { LiveVm } from './live-vm.ts';

/** A configured Firecracker that has not booted. */
export class FirecrackerToBoot extends LiveVm implements PreparedVm {
  readonly requests: PreparedRequests = preparedRequests(this);

  boot(): Promise<RunningVm> {
    return this.explained(async () => {
      const start = await putAction(this.parts.api, 'InstanceStart');
      this.timeline.endPhase('start');
      return runningVm(this, start);
    });
  }
}
