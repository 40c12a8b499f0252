import { defineBenchmark, memory } from '../src/index.ts';

/**
 * Question: how much memory does a Firecracker process take beside its guest's?
 *
 * The guest halts once it has signalled, so that nothing changes while the mappings are read.
 */
export default defineBenchmark({
  id: 'memory-overhead',
  question: 'How much memory does the VMM take beside the memory of its guest?',
  timedSpan: "no stopwatch: one look at the process's mappings after the guest has signalled that it is up",
  disturbedBy: [
    "how much of the Firecracker binary's text has been read in",
    'transparent huge pages, which round up what is resident',
    'the build of Firecracker: a statically linked C library shares nothing',
  ],
  parameters: { memMib: [128, 1024], vcpus: [1, 2] },
  headline: 'memory.vmm_rss',
  collectors: [memory],
  vm: ({ memMib, vcpus }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus,
    memMib,
  }),
  async measure(trial, prepared) {
    const vm = await trial.bootVm(prepared);
    await vm.waitReady({ timeoutMs: trial.timeoutMs });
    return { vm, observations: { memory: vm.readMemory() } };
  },
});
