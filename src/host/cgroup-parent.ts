import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../base/errors.ts';

export interface CgroupParentOptions {
  readonly kind: 'v1' | 'v2';
  readonly mount: string;
  /** The folder below the mount in which the jailer makes its own. */
  readonly name: string;
  /** Controllers that the jailer enables on the way in v2. */
  readonly controllers: readonly string[];
}

/**
 * Leaves the cgroup tree as it was found: the jailer makes the parent folder, and in v2 enables controllers in the root's
 * `cgroup.subtree_control`, and undoes neither. Disposal removes the parent, unless another run's VMs are in it, and
 * disables what was not enabled before.
 */
export function keepCgroupTree({ kind, mount, name, controllers }: CgroupParentOptions): Disposable {
  const enabledBefore = kind === 'v2' ? readEnabled(mount) : [];
  return {
    [Symbol.dispose](): void {
      if (!removeIfEmpty(join(mount, name)) || kind === 'v1') return;
      const enabledNow = readEnabled(mount);
      const added = controllers.filter((each) => enabledNow.includes(each) && !enabledBefore.includes(each));
      if (added.length === 0) return;
      writeFileSync(join(mount, 'cgroup.subtree_control'), added.map((each) => `-${each}`).join(' '));
    },
  };
}

function readEnabled(mount: string): readonly string[] {
  const path = join(mount, 'cgroup.subtree_control');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean) : [];
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return true;
    if (['EBUSY', 'ENOTEMPTY'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw thrown;
  }
}
