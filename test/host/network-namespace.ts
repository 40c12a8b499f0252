import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostPath, type HostPath } from '../../src/model/brands.ts';

export interface TestNamespace extends Disposable {
  readonly path: HostPath;
  readonly addTap: (name: string, uid: number) => void;
}

/** A network namespace of a test's own. */
export function makeNamespace(): TestNamespace {
  const name = `mvb-test-${process.pid}-${String(process.hrtime.bigint())}`;
  const ip = (...args: readonly string[]): void => {
    execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  ip('netns', 'add', name);
  return {
    path: hostPath(`/var/run/netns/${name}`),
    addTap(tap, uid): void {
      ip('-n', name, 'tuntap', 'add', tap, 'mode', 'tap', 'user', String(uid));
      ip('-n', name, 'link', 'set', tap, 'up');
    },
    [Symbol.dispose](): void {
      ip('netns', 'delete', name);
    },
  };
}

/** Ids of tests' namespaces, mounts in a folder and cgroups of all hierarchies that exist now. */
export function remains(folder: string): readonly string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder));
  const namespaces = existsSync('/var/run/netns') ? readdirSync('/var/run/netns') : [];
  return [...mounts, ...namespaces.filter((name) => name.startsWith(`mvb-test-${process.pid}-`))];
}
