import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorMessage } from '../../src/base/errors.ts';
import { readAllowedCpus } from '../../src/host/cpu-list.ts';
import { readThreads } from '../../src/host/threads.ts';
import type { HostPid } from '../../src/model/brands.ts';
import type { AppliedPlacement, Placer, PlannedPlacement } from '../../src/model/placement.ts';
import { createPlacer } from '../../src/pinning/placer.ts';
import { skipFor } from './skips.ts';
import { startNamedThreads } from './named-threads.ts';
import { setters, whyNoSetter } from './setters.ts';
import { startZombie } from './zombie.ts';
import { textMatching } from '../text-matching.ts';

const cpus = readAllowedCpus('self');
const first = cpus[0] ?? 0;
const last = cpus.at(-1) ?? 0;
const absentCpu = 8191;
const names = ['firecracker', 'fc_api', 'fc_vcpu 0', 'fc_vcpu 1'];

function aPlan(overrides: Partial<PlannedPlacement> = {}): PlannedPlacement {
  return {
    policy: 'dedicated',
    confineTo: cpus,
    vmm: [first],
    api: [last],
    vcpus: [[last], [first]],
    ...overrides,
  };
}

async function applyAndInspect(placer: Placer, pid: HostPid): Promise<AppliedPlacement> {
  await placer.apply(pid);
  return placer.inspect(pid);
}

describe.each(setters)('pinning with $name', ({ name, open }) => {
  const placerOf = (plan: PlannedPlacement): ReturnType<typeof createPlacer> =>
    createPlacer({
      plan,
      confinement: { kind: 'affinity', cpus },
      setter: open(),
      execName: 'firecracker',
    });

  it('apply() pins each thread by its role and reads it back', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads(names);
    const applied = await applyAndInspect(placerOf(aPlan()), target.pid);

    expect(applied).toMatchObject({ policy: 'dedicated', confinement: 'affinity', setter: name });
    expect(
      applied.threads.slice(0, 4).map(({ role, comm, allowedCpus }) => [role, comm, allowedCpus]),
    ).toEqual([
      ['vmm', 'firecracker', [first]],
      ['api', 'fc_api', [last]],
      ['vcpu 0', 'fc_vcpu 0', [last]],
      ['vcpu 1', 'fc_vcpu 1', [first]],
    ]);
    for (const { tid, allowedCpus } of applied.threads.slice(0, 4)) {
      const status = readFileSync(`/proc/${target.pid}/task/${tid}/status`, 'utf8');
      expect(status).toContain(`\nCpus_allowed_list:\t${String(allowedCpus[0])}\n`);
    }
  });

  it('apply() records helper threads and leaves them alone', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads([...names, 'kvm-nx-lpage-re']);
    const applied = await applyAndInspect(placerOf(aPlan()), target.pid);
    const others = applied.threads.filter(({ role }) => role === 'other');

    expect(others[0]).toMatchObject({ comm: 'kvm-nx-lpage-re', allowedCpus: cpus });
    expect(applied.threads.length).toBe(readThreads(target.pid).length);
  });

  it('apply() waits for a thread that has not named itself yet', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads(names.slice(0, 3));
    const applying = applyAndInspect(placerOf(aPlan()), target.pid);
    const [applied] = await Promise.all([applying, target.rename(3, 'fc_vcpu 1')]);
    expect(applied.threads[3]).toMatchObject({ role: 'vcpu 1', allowedCpus: [first] });
  });

  it('apply() fails on a missing thread and lists those it found', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads(names.slice(0, 3));
    const failure = placerOf(aPlan()).apply(target.pid);
    await expect(failure).rejects.toMatchObject({ code: 'PLACEMENT_NOT_APPLIED' });
    const text = await failure.then(String, errorMessage);
    expect(text).toContain('no thread for vcpu 1');
    expect(text).toMatch(/threads found: \d+ "firecracker" \([RSD]\) on [\d,-]+, \d+ "fc_api" /);
  });

  it('apply() fails on a CPU that does not exist', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads(names);
    await expect(placerOf(aPlan({ api: [absentCpu] })).apply(target.pid)).rejects.toMatchObject({
      code: 'PLACEMENT_NOT_APPLIED',
      message: textMatching(/Cannot let thread \d+ run on CPUs "8191": .*threads found: /),
    });
  });

  it('apply() fails on a set that the kernel takes only in part', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using target = await startNamedThreads(names);
    await expect(placerOf(aPlan({ vmm: [first, absentCpu] })).apply(target.pid)).rejects.toMatchObject({
      code: 'PLACEMENT_NOT_APPLIED',
      message: textMatching(`: vmm is allowed on ${first}, not on ${first},8191; threads found: `),
    });
  });

  it('inspect() reads again and fails when something else has moved a thread', async (context) => {
    skipFor(context, whyNoSetter(name));
    context.skip(cpus.length < 2, 'one CPU: there is nowhere to move a thread to');
    await using target = await startNamedThreads(names);
    const placer = placerOf(aPlan());
    const applied = await applyAndInspect(placer, target.pid);
    await open().set(applied.threads[2]?.tid ?? 0, cpus);
    expect(() => placer.inspect(target.pid)).toThrow(
      expect.objectContaining({
        code: 'PLACEMENT_NOT_APPLIED',
        message: textMatching('vcpu 0 is allowed on '),
      }),
    );
  });

  it('apply() and inspect() fail on a process that is gone', async (context) => {
    skipFor(context, whyNoSetter(name));
    const target = await startNamedThreads(names);
    await target[Symbol.asyncDispose]();
    const telling = (text: string) => ({ code: 'PLACEMENT_NOT_APPLIED', message: textMatching(text) });
    await expect(placerOf(aPlan()).apply(target.pid)).rejects.toMatchObject(telling('the process has ended'));
    expect(() => placerOf(aPlan()).inspect(target.pid)).toThrow(
      expect.objectContaining(telling('no thread for vmm; no thread for api')),
    );
  });

  it('apply() fails on a zombie, for which the kernel says yes to everything', async (context) => {
    skipFor(context, whyNoSetter(name));
    await using zombie = await startZombie();
    await expect(placerOf(aPlan()).apply(zombie.pid)).rejects.toMatchObject({
      message: textMatching(new RegExp(`threads found: ${zombie.pid} ".*" \\(Z\\) on `)),
    });
    await expect(open().set(zombie.pid, [first])).resolves.toBeUndefined();
  });

  it('set() says that there is no such thread', async (context) => {
    skipFor(context, whyNoSetter(name));
    await expect(open().set(4_194_305, [first])).rejects.toMatchObject({
      code: 'PLACEMENT_NOT_APPLIED',
      message: textMatching(
        /^Cannot let thread 4194305 run on CPUs "\d+": .*(no such thread|No such process)/,
      ),
    });
  });

  it('set() refuses an empty set', async (context) => {
    skipFor(context, whyNoSetter(name));
    await expect(open().set(process.pid, [])).rejects.toMatchObject({ code: 'PLACEMENT_NOT_APPLIED' });
  });
});
