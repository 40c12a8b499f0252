import { specOf } from '../../harness/make-plan.ts';
import type { HostPath } from '../../model/brands.ts';
import type { FileDigest } from '../../model/run.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { sha256OfFile } from '../../vm/firecracker/installation.ts';
import type { OpenedArm } from './open-arms.ts';
import type { PlannedRun } from './plan-run.ts';

interface ArmFile {
  readonly role: string;
  readonly path: HostPath;
  /** Of a binary, from when it was opened. */
  readonly sha256?: string;
}

/** Every file that a VM is made of, each once, with the arms that it is of where not all have it. */
export function fileDigests(planned: PlannedRun): readonly FileDigest[] {
  const files = new Map<string, ArmFile & { readonly arms: Set<string> }>();
  for (const arm of planned.arms) {
    for (const file of filesOf(arm, planned)) {
      const key = `${file.role} ${file.path}`;
      const known = files.get(key) ?? { ...file, arms: new Set() };
      files.set(key, known);
      known.arms.add(arm.arm.id);
    }
  }
  return [...files.values()].map(({ role, path, sha256, arms }) => ({
    role,
    path,
    sha256: sha256 ?? sha256OfFile(path),
    ...(arms.size === planned.arms.length ? {} : { arms: [...arms] }),
  }));
}

function filesOf(arm: OpenedArm, { plan, definitions }: PlannedRun): readonly ArmFile[] {
  const { firecracker, firecrackerSha256, jailer, jailerSha256 } = arm.installation;
  const specs = plan.cases.flatMap((each) => {
    const definition = definitions.find(({ id }) => id === each.benchmarkId);
    return definition === undefined ? [] : [specOf(definition, each.point, arm)];
  });
  return [
    { role: 'firecracker', path: firecracker, sha256: firecrackerSha256 },
    { role: 'jailer', path: jailer, sha256: jailerSha256 },
    ...specs.flatMap(imagesOf),
  ];
}

function imagesOf({ kernel, initrd, drives }: VmSpec): readonly ArmFile[] {
  return [
    { role: 'kernel', path: kernel },
    ...(initrd === undefined ? [] : [{ role: 'initrd', path: initrd }]),
    ...drives.map(({ driveId, path }) => ({ role: `drive ${driveId}`, path })),
  ];
}
