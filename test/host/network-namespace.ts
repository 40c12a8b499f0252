import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { errorMessage } from '../../src/base/errors.ts';
import { hostPath, type HostPath } from '../../src/model/brands.ts';

/** Runs iproute2 apart from the code under test. */
export function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Why no link of this kind can be made in a namespace here; undefined when one can. */
export function whyNoLink(link: 'tap' | 'veth'): string | undefined {
  if (process.getuid?.() !== 0) return 'not root: network namespaces need it';
  const name = `mvb-test-${process.pid}-probe`;
  try {
    ip('netns', 'add', name);
    if (link === 'tap') ip('-n', name, 'tuntap', 'add', 'dev', 'tap0', 'mode', 'tap');
    else ip('-n', name, 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'eth0');
    return undefined;
  } catch (thrown) {
    return `no ${link} in a network namespace: ${errorMessage(thrown)}`;
  } finally {
    if (existsSync(`/var/run/netns/${name}`)) ip('netns', 'del', name);
  }
}

export interface TestNamespace extends Disposable {
  readonly path: HostPath;
  readonly addTap: (name: string, uid: number) => void;
}

/** A network namespace of a test's own. */
export function makeNamespace(): TestNamespace {
  const name = `mvb-test-${process.pid}-${String(process.hrtime.bigint())}`;
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
