import { readdirSync } from 'node:fs';
import { errorMessage, systemErrorCode } from '../../base/errors.ts';
import { ownerOfVmId } from '../../model/vm-ids.ts';
import { removeNetworkNamespace } from './namespace-removal.ts';
import { namespaceDirectory, namespacePath } from './network-namespace.ts';
import { isOwnerAlive } from '../vm-owner.ts';

/** A network namespace of a dead harness, and what went wrong when it was removed. */
export interface SweptNamespace {
  readonly name: string;
  readonly failure?: string;
}

/** Sorted names of all namespaces whose name tells an owner that is dead; others are nobody's business. */
export function findLeftoverNamespaces(directory: string = namespaceDirectory): readonly string[] {
  return listNames(directory)
    .filter((name) => {
      const owner = ownerOfVmId(name);
      return owner !== undefined && !isOwnerAlive(owner);
    })
    .sort();
}

const removalTimeoutMs = 1000;

/** Removes them. End the VMs of dead harnesses first: a namespace that a process is in stays, with a failure. */
export async function sweepLeftoverNamespaces(): Promise<readonly SweptNamespace[]> {
  const swept: SweptNamespace[] = [];
  for (const name of findLeftoverNamespaces()) swept.push(await sweep(name));
  return swept;
}

async function sweep(name: string): Promise<SweptNamespace> {
  try {
    await removeNetworkNamespace({ name, path: namespacePath(name), timeoutMs: removalTimeoutMs });
    return { name };
  } catch (thrown) {
    return { name, failure: errorMessage(thrown) };
  }
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
