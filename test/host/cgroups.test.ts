import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { killCgroup, removeCgroups } from '../../src/host/cgroup-removal.ts';
import { findCgroupMode } from '../../src/host/cgroup-mode.ts';
import { openCgroupTree } from '../../src/host/cgroup-tree.ts';
import { parseMountinfo } from '../../src/host/mountinfo.ts';
import { requireVm, skipFor } from './skips.ts';
import { aRequest, openTestDriver } from './support.ts';

const isRoot = process.getuid?.() === 0;
const v2Mount = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8')).find(
  ({ filesystem, options }) => filesystem === 'cgroup2' && options.includes('rw'),
)?.mountPoint;

/** A controller that the root offers and does not hand down yet, so that a test may enable and disable it. */
function findFreeController(mount: string): string | undefined {
  const read = (file: string): readonly string[] => readFileSync(join(mount, file), 'utf8').trim().split(' ');
  const enabled = read('cgroup.subtree_control');
  return read('cgroup.controllers').find((each) => each !== '' && !enabled.includes(each));
}

const v1Mount = '/sys/fs/cgroup/memory';
const name = `microvm-bench-test-${process.pid}`;

describe('openCgroupTree()', () => {
  const noV1 = (): string | undefined =>
    isRoot && existsSync(join(v1Mount, 'memory.limit_in_bytes'))
      ? undefined
      : 'no writable memory hierarchy of version 1';
  const place = { version: 1, mount: v1Mount, controllers: ['memory'] } as const;

  it('removes the parents that the jailer made, all the way up', (context) => {
    skipFor(context, noV1());
    {
      using tree = openCgroupTree();
      tree.note({ ...place, parent: `${name}/a` });
      tree.note({ ...place, parent: `${name}/b` });
      mkdirSync(join(v1Mount, name, 'a'), { recursive: true });
      // As a second VM finds it, when the first one has made it.
      tree.note({ ...place, parent: `${name}/a` });
      mkdirSync(join(v1Mount, name, 'b'));
    }
    expect(existsSync(join(v1Mount, name))).toBe(false);
  });

  it('leaves a parent that was there before, and removes what the jailer made in it', (context) => {
    skipFor(context, noV1());
    mkdirSync(join(v1Mount, name));
    {
      using tree = openCgroupTree();
      tree.note({ ...place, parent: `${name}/a` });
      mkdirSync(join(v1Mount, name, 'a'));
    }
    expect(existsSync(join(v1Mount, name, 'a'))).toBe(false);
    expect(existsSync(join(v1Mount, name))).toBe(true);
    rmdirSync(join(v1Mount, name));
  });

  it('leaves a parent that still holds a VM', (context) => {
    skipFor(context, noV1());
    {
      using tree = openCgroupTree();
      tree.note({ ...place, parent: name });
      mkdirSync(join(v1Mount, name, 'vm'), { recursive: true });
    }
    expect(existsSync(join(v1Mount, name, 'vm'))).toBe(true);
    rmdirSync(join(v1Mount, name, 'vm'));
    rmdirSync(join(v1Mount, name));
  });

  it('disables in v2 what was not enabled before', (context) => {
    const controller = v2Mount === undefined || !isRoot ? undefined : findFreeController(v2Mount);
    context.skip(controller === undefined, 'no cgroup v2 controller that is free to be enabled');
    if (v2Mount === undefined || controller === undefined) return;
    const control = join(v2Mount, 'cgroup.subtree_control');
    const before = readFileSync(control, 'utf8');
    {
      using tree = openCgroupTree();
      tree.note({ version: 2, mount: v2Mount, parent: name, controllers: [controller] });
      writeFileSync(control, `+${controller}`);
      mkdirSync(join(v2Mount, name));
      expect(readFileSync(control, 'utf8')).toContain(controller);
    }
    expect(existsSync(join(v2Mount, name))).toBe(false);
    expect(readFileSync(control, 'utf8')).toBe(before);
  });
});

describe('a jail with settings for other hierarchies than that of the CPUs', () => {
  const settings = [
    { file: 'memory.limit_in_bytes', value: '268435456' },
    { file: 'pids.max', value: '16' },
  ];
  const mounts = [v1Mount, '/sys/fs/cgroup/pids', '/sys/fs/cgroup/cpuset'];

  beforeEach((context) => {
    requireVm(context);
    const missing = mounts.filter((mount) => !existsSync(mount));
    skipFor(context, missing.length > 0 ? `no ${missing.join(' and ')}` : undefined);
  });

  it.each(['a/b', 'microvm-bench'])('leaves no parent %s in any of them', async (below) => {
    const parentCgroup = below === 'a/b' ? `${name}/a/b` : below;
    const top = parentCgroup.split('/')[0] ?? '';
    const whichExist = (): readonly string[] => mounts.filter((mount) => existsSync(join(mount, top)));
    const before = whichExist();
    await using host = await openTestDriver();
    const jail = { parentCgroup, cgroups: { version: 1, settings } } as const;
    for (const _round of [1, 2]) {
      await using vm = await host.driver.prepare(aRequest({ jail }));
      await (await vm.boot()).waitReady({ timeoutMs: 5000 });
      expect(whichExist()).toEqual(mounts);
      await vm[Symbol.asyncDispose]();
    }
    expect(host.leftovers()).toEqual([]);
    await host[Symbol.asyncDispose]();
    expect(whichExist()).toEqual(before);
  });

  it('leaves a parent of its user alone', async () => {
    for (const mount of mounts) mkdirSync(join(mount, name));
    await using host = await openTestDriver();
    const jail = { parentCgroup: name, cgroups: { version: 1, settings } } as const;
    await using vm = await host.driver.prepare(aRequest({ jail }));
    await vm[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    // Empty, or these removals would fail.
    for (const mount of mounts) rmdirSync(join(mount, name));
  });
});

describe('removeCgroups()', () => {
  it.for(['v1', 'v2'])('kills and removes a cgroup with a task in it (%s)', async (version, context) => {
    const mode = findCgroupMode();
    const mount = version === 'v2' ? v2Mount : mode.kind === 'v1' ? mode.mount : undefined;
    context.skip(mount === undefined || !isRoot, `no writable cgroup ${version}`);
    if (mount === undefined) return;
    const cgroup = join(mount, `microvm-bench-test-${process.pid}`);
    mkdirSync(cgroup);
    if (mode.kind === 'v1' && version === 'v1') {
      writeFileSync(join(cgroup, 'cpuset.mems'), '0');
      writeFileSync(join(cgroup, 'cpuset.cpus'), '0');
    }
    const child = spawn('sleep', ['60']);
    writeFileSync(join(cgroup, 'cgroup.procs'), String(child.pid));
    await expect(removeCgroups([cgroup], { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'CLEANUP_FAILED',
      message: `Cannot remove the cgroup "${cgroup}": it is held by the tasks ${String(child.pid)}`,
    });
    killCgroup(cgroup);
    await removeCgroups([cgroup], { timeoutMs: 5000 });
    expect(existsSync(cgroup)).toBe(false);
  });

  it('takes a cgroup that is not there as removed', async () => {
    await removeCgroups(['/sys/fs/cgroup/microvm-bench-nowhere/x'], { timeoutMs: 100 });
  });
});
