import { defineBenchmark, threadCpu } from '../src/index.ts';

const periodMs = 10;
const durationMs = 1000;

/**
 * Question: how much CPU do the VMM's threads take, by role, under an idle and under a busy guest?
 *
 * What the VMM and API threads take beside a guest that only computes is the overhead. The looks themselves cost about 1 % of a
 * harness CPU.
 */
export default defineBenchmark({
  id: 'cpu-load',
  question: 'How much CPU do VMM, API and vCPU threads take while the guest idles or computes?',
  timedSpan:
    "one second from after the guest's signal, by the scheduler's nanoseconds of each thread; leaves out boot and end",
  disturbedBy: [
    'other work on the measured CPUs, which shows as waiting',
    'threads that share a CPU, for want of CPUs',
  ],
  parameters: { load: ['halt', 'spin'], vcpus: [1, 2] },
  headline: 'cpu.vcpu',
  collectors: [threadCpu],
  vm: ({ load, vcpus }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=${load}`,
    drives: [],
    vcpus,
    memMib: 128,
  }),
  async measure(trial, prepared) {
    const vm = await trial.bootVm(prepared);
    await vm.waitReady({ timeoutMs: trial.timeoutMs });
    return { vm, observations: { threads: await vm.sampleThreads({ periodMs, durationMs }) } };
  },
});
