import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { readAllowedCpus } from '../../src/host/cpu-list.ts';
import { moveHarnessThreads } from '../../src/host/harness-threads.ts';
import { readThreads } from '../../src/host/threads.ts';
import { skipFor } from './skips.ts';
import { setters, whyNoSetter } from './setters.ts';
import { textMatching } from '../text-matching.ts';

const cpus = readAllowedCpus('self');
const last = cpus.at(-1) ?? 0;

function readMasks(): ReadonlyMap<number, readonly number[]> {
  return new Map(readThreads(process.pid).map(({ tid, allowedCpus }) => [tid, allowedCpus]));
}

describe.each(setters)('moveHarnessThreads() with $name', ({ name, open }) => {
  it('moves every thread, and disposal gives each its earlier CPUs back', async (context) => {
    skipFor(context, whyNoSetter(name));
    const setter = open();
    const odd = readThreads(process.pid).find(({ tid }) => tid !== process.pid)?.tid ?? 0;
    await setter.set(odd, [last]);
    const earlier = readMasks();

    const moved = await moveHarnessThreads([last], setter);
    expect([...readMasks().values()].every((mask) => mask.join() === String(last))).toBe(true);
    const worker = new Worker('setInterval(() => undefined, 1000)', { eval: true });
    await once(worker, 'online');
    const newTids = [...readMasks().keys()].filter((tid) => !earlier.has(tid));
    expect(newTids.map((tid) => readMasks().get(tid))).toEqual(newTids.map(() => [last]));

    await moved[Symbol.asyncDispose]();
    const later = readMasks();
    for (const [tid, mask] of earlier) expect(later.get(tid) ?? mask).toEqual(mask);
    expect(newTids.map((tid) => later.get(tid))).toEqual(newTids.map(() => cpus));
    await worker.terminate();
    await setter.set(odd, cpus);
  });

  it('fails on a CPU that does not exist and leaves the threads where they were', async (context) => {
    skipFor(context, whyNoSetter(name));
    await expect(moveHarnessThreads([8191], open())).rejects.toMatchObject({ code: 'PLACEMENT_NOT_APPLIED' });
    expect([...readMasks().values()].every((mask) => mask.join() === cpus.join())).toBe(true);
  });

  it('fails on a set that the kernel takes only in part and restores the threads', async (context) => {
    skipFor(context, whyNoSetter(name));
    await expect(moveHarnessThreads([last, 8191], open())).rejects.toMatchObject({
      code: 'PLACEMENT_NOT_APPLIED',
      message: textMatching(
        new RegExp(`^Cannot move the harness's own threads: \\d+ ".*" on ${last} instead of ${last},8191`),
      ),
    });
    expect([...readMasks().values()].every((mask) => mask.join() === cpus.join())).toBe(true);
  });
});
