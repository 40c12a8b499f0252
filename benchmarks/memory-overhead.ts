import { join } from 'node:path';
import {
  cgroupMemory,
  defineBenchmark,
  hostPath,
  memory,
  memoryPeak,
  type FixtureContext,
  type Snapshot,
} from '../src/index.ts';

const looks = { periodMs: 25, durationMs: 100 } as const;

/**
 * Firecracker promises at most 5 MiB for one vCPU and 128 MiB (SPECIFICATION.md, "Memory overhead"); that larger and restored VMs keep
 * to it as well is our own limit.
 */
const promisedKib = 5 * 1024;

/**
 * Question: how much memory does a Firecracker process take beside its guest's?
 *
 * The guest halts once it has signalled, so that nothing changes while the mappings are read. A restored VM has its memory mapped
 * from the snapshot's file.
 */
export default defineBenchmark({
  id: 'memory-overhead',
  question: 'How much memory does the VMM take beside the memory of its guest?',
  timedSpan:
    'no stopwatch: looks at the mappings of the process, every 25 ms for 100 ms, after the guest has signalled, after a pause, or after a restore',
  disturbedBy: [
    "how much of the Firecracker binary's text has been read in",
    'transparent huge pages, which round up what is resident',
    'the build of Firecracker: a statically linked C library shares nothing',
  ],
  parameters: { state: ['booted', 'paused', 'restored'] as const, memMib: [128, 512, 1024] },
  headline: 'memory.vmm_rss',
  collectors: [memory, memoryPeak, cgroupMemory],
  limits: [{ metric: 'memory.vmm_rss_max', atMost: promisedKib }],
  slopes: [
    { metric: 'memory.vmm_rss', over: 'memMib' },
    { metric: 'memory.page_tables', over: 'memMib' },
    { metric: 'memory.cgroup_kernel', over: 'memMib' },
  ],
  vm: ({ memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
  }),
  fixture: (context) =>
    context.point.state === 'restored' ? makeSnapshot(context) : Promise.resolve(undefined),
  prepare: async ({ prepareVm, prepareRestore, fixture }) => {
    const jail = { ownMemoryCgroup: 'where-possible' } as const;
    if (fixture === undefined) return { kind: 'boot', vm: await prepareVm({ jail }) } as const;
    const backend = { kind: 'file' } as const;
    return { kind: 'restore', vm: await prepareRestore({ jail, backend, snapshot: fixture }) } as const;
  },
  async measure(trial, subject) {
    const running = subject.kind === 'boot' ? await trial.bootVm(subject.vm) : await subject.vm.restore();
    if (subject.kind === 'restore') await trial.pinVm(running);
    else await running.waitReady(trial);
    const vm = trial.point.state === 'paused' ? await running.pause() : running;
    const memorySeries = await vm.sampleMemory(looks);
    const last = memorySeries.samples.at(-1);
    return { vm, observations: { memorySeries, ...(last === undefined ? {} : { memory: last }) } };
  },
});

async function makeSnapshot(context: FixtureContext): Promise<Snapshot> {
  const vm = await context.bootVm(await context.prepareVm());
  await vm.waitReady(context);
  const paused = await vm.pause();
  return (await paused.snapshot('full')).keep(hostPath(join(context.folder, 'snapshot')));
}
