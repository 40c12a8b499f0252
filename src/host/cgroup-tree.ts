import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../base/errors.ts';

/** Where the jailer is about to make a cgroup. */
export interface CgroupPlace {
  readonly version: 1 | 2;
  readonly mount: string;
  /** Below the mount, `a/b`: the folders in which it makes its own. */
  readonly parent: string;
  /** That it enables on the way in v2. */
  readonly controllers: readonly string[];
}

/**
 * Leaves all cgroup hierarchies as they were found: the jailer makes the parents of a VM's cgroup, and in v2 enables
 * controllers in each `cgroup.subtree_control` above it, and undoes neither.
 */
export interface CgroupTree extends Disposable {
  /** To be called before the jailer goes there. A place that is known costs nothing. */
  readonly note: (place: CgroupPlace) => void;
}

/**
 * Disposal removes the parents that were absent when they were noted, unless VMs are in them, and disables in those that
 * were there what was not enabled.
 */
export function openCgroupTree(): CgroupTree {
  const known = new Set<string>();
  /** Outer ones first. */
  const made: string[] = [];
  const enabled = new Map<string, Enabled>();
  return {
    note({ version, mount, parent, controllers }): void {
      const key = [mount, parent, ...controllers].join('\0');
      if (known.has(key)) return;
      known.add(key);
      for (const folder of foldersTo(mount, parent)) {
        if (!existsSync(folder)) {
          if (!made.includes(folder)) made.push(folder);
        } else if (version === 2 && !made.includes(folder)) {
          const before = enabled.get(folder)?.before ?? readEnabled(folder);
          const mayChange = [...(enabled.get(folder)?.mayChange ?? []), ...controllers];
          enabled.set(folder, { before, mayChange });
        }
      }
    },
    [Symbol.dispose](): void {
      const isWhole = made.toReversed().map(removeIfEmpty);
      // The kernel refuses to disable a controller that a child uses.
      if (isWhole.includes(false)) return;
      for (const [folder, { before, mayChange }] of [...enabled].toReversed())
        disable(folder, { before, mayChange });
    },
  };
}

interface Enabled {
  readonly before: readonly string[];
  readonly mayChange: readonly string[];
}

/** The mount itself first. */
function foldersTo(mount: string, parent: string): readonly string[] {
  const names = parent.split('/');
  return [mount, ...names.map((_name, index) => join(mount, ...names.slice(0, index + 1)))];
}

function disable(folder: string, { before, mayChange }: Enabled): void {
  const now = readEnabled(folder);
  const added = [...new Set(mayChange)].filter((each) => now.includes(each) && !before.includes(each));
  if (added.length === 0) return;
  writeFileSync(join(folder, 'cgroup.subtree_control'), added.map((each) => `-${each}`).join(' '));
}

function readEnabled(folder: string): readonly string[] {
  const path = join(folder, 'cgroup.subtree_control');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean) : [];
}

/** Whether it is not there any more. */
export function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return true;
    if (['EBUSY', 'ENOTEMPTY'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw thrown;
  }
}
