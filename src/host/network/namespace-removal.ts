import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { waitUntil } from '../../base/waiting.ts';
import type { HostPath } from '../../model/brands.ts';
import { runIp } from './run-ip.ts';

export interface NamespaceRemoval {
  readonly name: string;
  readonly path: HostPath;
  /** The namespace that is meant: one that has taken the name since is left alone. */
  readonly inode?: number;
  readonly timeoutMs: number;
}

/**
 * Removes a named network namespace once no process is in it: `ip netns del` takes away the name alone, and says
 * nothing when processes keep the namespace and its devices. One that is not there counts as removed.
 * @throws BenchError `CLEANUP_FAILED`, `NETWORK_FAILED`; `DEADLINE_EXCEEDED` naming the processes, the name still there
 */
export async function removeNetworkNamespace(removal: NamespaceRemoval): Promise<void> {
  const { name, path } = removal;
  const inode = readNamespaceInode(path);
  if (inode === undefined) return;
  if (inode !== (removal.inode ?? inode)) {
    const text = `Cannot remove the network namespace "${name}": another one has this name now`;
    throw new BenchError('CLEANUP_FAILED', text);
  }
  await waitUntilUnused(removal, inode);
  await deleteName(removal);
}

async function waitUntilUnused({ name, timeoutMs }: NamespaceRemoval, inode: number): Promise<void> {
  await waitUntil({
    action: `remove the network namespace "${name}"`,
    timeoutMs,
    signal: new AbortController().signal,
    // The kernel tells nobody that the last process has left.
    retryMs: 5,
    look: () => {
      const pids = findProcesses(inode);
      if (pids.length === 0) return { ready: true, value: undefined };
      return { ready: false, seen: `it is held by the processes ${pids.join(' ')}` };
    },
  });
}

async function deleteName({ name, path }: NamespaceRemoval): Promise<void> {
  try {
    await runIp(['netns', 'del', name]);
  } catch (thrown) {
    // Two that sweep at once: the other one has removed it.
    if (existsSync(path)) throw thrown;
  }
}

/** The inode number names the namespace itself, whatever its name (namespaces(7)). Undefined without such a path. */
export function readNamespaceInode(path: HostPath): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function findProcesses(inode: number): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readNamespaceLink(pid) === `net:[${inode}]`);
}

function readNamespaceLink(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch (thrown) {
    // It has ended: a zombie has left its namespaces already.
    const isGone = ['ENOENT', 'ESRCH'].includes(systemErrorCode(thrown) ?? '');
    // It has capabilities that the harness lacks (ptrace(2), access mode checking), so the harness has not started it.
    const isForeign = systemErrorCode(thrown) === 'EACCES';
    if (isGone || isForeign) return undefined;
    throw thrown;
  }
}
