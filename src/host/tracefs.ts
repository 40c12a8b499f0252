import { existsSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';
import { hostPath, type HostPath } from '../model/brands.ts';
import { ownerOfVmId } from '../model/vm-ids.ts';
import { isOwnerAlive } from './vm-owner.ts';
import { runCommand } from './run-command.ts';

/** The kernel's tracing, in use: where its files are. Disposal unmounts it, unless it was mounted before. */
export interface Tracefs extends AsyncDisposable {
  readonly directory: HostPath;
}

type TracefsFolder = Pick<Tracefs, 'directory'>;

/** Trace instances of this tool begin with it, so that those of a crashed run can be told. */
const namePrefix = 'microvm-bench-';

// Linux, include/linux/proc_ns.h: PROC_PID_INIT_INO.
const initialPidNamespace = 0xeffffffc;

/**
 * Finds tracefs, or mounts it.
 * @throws BenchError `FACILITY_MISSING`, also within a PID namespace: the kernel traces by the pids of the initial one
 */
export async function openTracefs(): Promise<Tracefs> {
  requireInitialPids();
  const mounted = findMounted();
  if (mounted !== undefined) return { directory: mounted, [Symbol.asyncDispose]: () => Promise.resolve() };
  const directory = hostPath('/sys/kernel/tracing');
  await mount(directory);
  return {
    directory,
    async [Symbol.asyncDispose](): Promise<void> {
      await runCommand('umount', [directory], { timeoutMs: 5000 });
    },
  };
}

function findMounted(): HostPath | undefined {
  const places = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];
  const mounted = places.find((place) => existsSync(join(place, 'instances')));
  return mounted === undefined ? undefined : hostPath(mounted);
}

/** The path of the instance of one owner, whose id holds letters, digits and hyphens only. */
export function instancePath({ directory }: TracefsFolder, ownerId: string): HostPath {
  return hostPath(join(directory, 'instances', `${namePrefix}${ownerId}`));
}

/** The ids of all owners that have an instance now: those of crashed runs, when none is running. */
export function listInstanceOwners({ directory }: TracefsFolder): readonly string[] {
  return readdirSync(join(directory, 'instances'))
    .filter((name) => name.startsWith(namePrefix))
    .map((name) => name.slice(namePrefix.length));
}

/**
 * Ends the events of an owner's instance and removes it; one that is not there is passed over.
 * @throws BenchError `CLEANUP_FAILED` when someone reads from it
 */
export function removeInstance(tracefs: TracefsFolder, ownerId: string): void {
  const path = instancePath(tracefs, ownerId);
  try {
    writeFileSync(join(path, 'events/enable'), '0');
    rmdirSync(path);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return;
    const text = `Cannot remove the trace instance "${path}": ${errorMessage(thrown)}`;
    throw new BenchError('CLEANUP_FAILED', text, { cause: thrown });
  }
}

/**
 * Removes the instances of VMs whose harness is dead, where tracefs is mounted: nothing is mounted for it.
 * @returns the ids of those VMs
 * @throws BenchError `CLEANUP_FAILED`
 */
export function sweepLeftoverTraces(): readonly string[] {
  const directory = findMounted();
  if (directory === undefined) return [];
  const tracefs = { directory };
  const orphans = listInstanceOwners(tracefs).filter((id) => {
    const owner = ownerOfVmId(id);
    return owner !== undefined && !isOwnerAlive(owner);
  });
  for (const id of orphans) removeInstance(tracefs, id);
  return orphans;
}

async function mount(directory: HostPath): Promise<void> {
  try {
    await runCommand('mount', ['-t', 'tracefs', 'tracefs', directory], { timeoutMs: 5000 });
  } catch (thrown) {
    throw new BenchError('FACILITY_MISSING', `Cannot trace the guest's I/O: ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Run as root on a kernel with CONFIG_TRACING, outside of a container; or use another source of first activity',
    });
  }
}

function requireInitialPids(): void {
  const inode = statSync('/proc/self/ns/pid').ino;
  if (inode === initialPidNamespace) return;
  throw new BenchError(
    'FACILITY_MISSING',
    "Cannot trace the guest's I/O: this is not the initial PID namespace",
    {
      hint: 'Run outside of a container, or with the PID namespace of the host',
    },
  );
}
