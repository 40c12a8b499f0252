import { cpuTimes, defineBenchmark, processCpu, threadCpu } from '../src/index.ts';

const periodMs = 10;
const durationMs = 1100;

/** What the guest does once it has signalled. */
const modes = { idle: 'halt', compute: 'spin', console: 'print' } as const;
const loads = ['idle', 'compute', 'console'] as const;

/**
 * Question: how much CPU do the VMM's threads take, by role, while the guest idles, computes, or writes to its console?
 *
 * What the VMM and API threads take beside a guest that only computes is the overhead. The looks themselves cost about 1 % of a
 * harness CPU.
 */
export default defineBenchmark({
  id: 'cpu-load',
  question: 'How much CPU do VMM, API and vCPU threads take while the guest idles, computes or prints?',
  timedSpan:
    "1.1 s from after the guest's signal, by the scheduler's nanoseconds of each thread; the boot's CPU time stands beside it",
  disturbedBy: [
    'other work on the measured CPUs, which shows as waiting',
    'threads that share a CPU, for want of CPUs',
    "other VMs on the host, whose kernel threads cannot be told from this VM's",
  ],
  parameters: { load: loads, vcpus: [1, 2] },
  headline: 'cpu.vcpu',
  collectors: [threadCpu, cpuTimes, processCpu],
  vm: ({ load, vcpus }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} console=1 mode=${modes[load]}`,
    drives: [],
    vcpus,
    memMib: 128,
  }),
  async measure(trial, prepared) {
    const beforeBoot = prepared.readCpuTimes();
    const vm = await trial.bootVm(prepared);
    await vm.waitReady(trial);
    const ready = vm.readCpuTimes();
    // Started first and awaited last, so that a failure of one does not leave the other behind.
    const usage = vm.sampleProcessUsage({ durationMs });
    const threads = await vm
      .sampleThreads({ periodMs, durationMs })
      .finally(() => usage.catch(() => undefined));
    const processUsage = await usage;
    const end = vm.readCpuTimes();
    return { vm, observations: { threads, processUsage, cpuTimes: { beforeBoot, ready, end } } };
  },
});
