import { join } from 'node:path';
import { CleanupStack } from '../../base/cleanup-stack.ts';
import { BenchError } from '../../base/errors.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import { readNamespaceInode, removeNetworkNamespace } from './namespace-removal.ts';
import { runIp } from './run-ip.ts';

/** A named network namespace of this process. Disposal waits until nothing runs in it, then removes it. */
export interface NetworkNamespace extends AsyncDisposable {
  readonly name: string;
  /** What the jailer takes as `--netns`. */
  readonly path: HostPath;
}

/** Where iproute2 keeps the names of namespaces (ip-netns(8)). */
export const namespaceDirectory = '/var/run/netns';

const removalTimeoutMs = 5000;

/**
 * Makes a network namespace with its loopback up. Name it by `ownedVmId`, so that a later run can tell whose it was.
 * @throws BenchError `ID_INVALID`, `FACILITY_MISSING`, `NETWORK_FAILED`, also when there is one of that name
 */
export async function openNetworkNamespace(name: string): Promise<NetworkNamespace> {
  const path = namespacePath(name);
  await using cleanup = new CleanupStack();
  await runIp(['netns', 'add', name]);
  const inode = readNamespaceInode(path);
  cleanup.defer(`remove the network namespace "${name}"`, () =>
    removeNetworkNamespace({
      name,
      path,
      timeoutMs: removalTimeoutMs,
      ...(inode === undefined ? {} : { inode }),
    }),
  );
  await runIp(['-n', name, 'link', 'set', 'lo', 'up']);
  const owned = cleanup.move();
  return { name, path, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() };
}

/**
 * The path of a namespace by its name: 1 to 64 letters, digits and hyphens, as a microVM id, but no hyphen in front,
 * which "ip" would take for an option.
 * @throws BenchError `ID_INVALID`
 */
export function namespacePath(name: string): HostPath {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)) return hostPath(join(namespaceDirectory, name));
  const rule = '1 to 64 letters, digits or hyphens are allowed, no hyphen first';
  throw new BenchError('ID_INVALID', `Cannot name a network namespace "${name}": ${rule}`);
}
