import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepCgroupTree } from '../../src/host/cgroup-parent.ts';
import { killCgroup, removeCgroups } from '../../src/host/cgroup-removal.ts';
import { findCgroupMode } from '../../src/host/cgroup-mode.ts';
import { parseMountinfo } from '../../src/host/mountinfo.ts';

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

describe('keepCgroupTree()', () => {
  it('removes the parent that the jailer made', (context) => {
    const mode = findCgroupMode();
    context.skip(!isRoot || mode.kind === 'none', 'no writable cpuset hierarchy');
    if (mode.kind === 'none') return;
    const name = `microvm-bench-test-${process.pid}`;
    {
      using _tree = keepCgroupTree({ kind: mode.kind, mount: mode.mount, name, controllers: ['cpuset'] });
      mkdirSync(join(mode.mount, name));
    }
    expect(existsSync(join(mode.mount, name))).toBe(false);
  });

  it('leaves a parent that still holds a VM', (context) => {
    const mode = findCgroupMode();
    context.skip(!isRoot || mode.kind === 'none', 'no writable cpuset hierarchy');
    if (mode.kind === 'none') return;
    const parent = join(mode.mount, `microvm-bench-test-${process.pid}`);
    mkdirSync(join(parent, 'vm'), { recursive: true });
    {
      using _tree = keepCgroupTree({
        kind: 'v1',
        mount: mode.mount,
        name: `microvm-bench-test-${process.pid}`,
        controllers: [],
      });
    }
    expect(existsSync(join(parent, 'vm'))).toBe(true);
    rmdirSync(join(parent, 'vm'));
    rmdirSync(parent);
  });

  it('disables in v2 what was not enabled before', (context) => {
    const controller = v2Mount === undefined || !isRoot ? undefined : findFreeController(v2Mount);
    context.skip(controller === undefined, 'no cgroup v2 controller that is free to be enabled');
    if (v2Mount === undefined || controller === undefined) return;
    const control = join(v2Mount, 'cgroup.subtree_control');
    const before = readFileSync(control, 'utf8');
    {
      using _tree = keepCgroupTree({
        kind: 'v2',
        mount: v2Mount,
        name: 'microvm-bench-test',
        controllers: [controller],
      });
      writeFileSync(control, `+${controller}`);
      expect(readFileSync(control, 'utf8')).toContain(controller);
    }
    expect(readFileSync(control, 'utf8')).toBe(before);
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
