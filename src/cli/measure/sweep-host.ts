import type { Journal } from '../../harness/journal.ts';
import { sweepLeftoverNamespaces } from '../../host/network/namespace-sweep.ts';
import { sweepLeftoverSubnets } from '../../host/network/subnet-sweep.ts';
import { sweepLeftoverTraces } from '../../host/tracefs.ts';
import { sweepEmptyParents, sweepLeftovers } from '../../vm/firecracker/sweep.ts';
import { execNameOf } from './open-arms.ts';
import type { PlannedRun } from './plan-run.ts';

/** Removes what killed runs have left and notes it: VMs first, since a namespace stays as long as one runs in it. */
export async function sweepHost({ arms, settings, cgroupMode }: PlannedRun, journal: Journal): Promise<void> {
  const note = (what: object): void => {
    journal.note({ event: 'leftover-removed', ...what });
  };
  const cgroupMount = cgroupMode.kind === 'none' ? undefined : cgroupMode.mount;
  const { value: jailBase } = settings.jailBase;
  // A jail lies in a folder named after its binary.
  const binaries = new Map(
    arms.map(({ installation }) => [execNameOf(installation), installation.firecracker]),
  );
  for (const firecracker of binaries.values())
    (await sweepLeftovers({ jailBase, firecracker, cgroupMount })).forEach(note);
  sweepEmptyParents().forEach((cgroup) => {
    note({ cgroup });
  });
  for (const { name, ...rest } of await sweepLeftoverNamespaces()) note({ networkNamespace: name, ...rest });
  sweepLeftoverSubnets().forEach(note);
  sweepLeftoverTraces().forEach((traceOf) => {
    note({ traceOf });
  });
}
