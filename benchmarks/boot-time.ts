import { bootTimer, defineBenchmark, processStartup, startCall } from '../src/index.ts';

/**
 * Question: how long does a jailed microVM take from InstanceStart to the guest's first sign of life?
 *
 * The guest is the built-in probe, whose first act is that sign: what is measured is the VMM and KVM, not a kernel.
 */
export default defineBenchmark({
  id: 'boot-time',
  question: "How long from InstanceStart to the guest's first sign of life?",
  timedSpan:
    "from the start of InstanceStart's handling in the VMM to the guest's first write to the boot timer, by the VMM's clock; " +
    'leaves out the jail, the start of the VMM and its configuration',
  disturbedBy: [
    'a vCPU that shares its CPU with the VMM thread',
    'host work on the measured CPUs',
    "KVM's waits for kernel grace periods",
  ],
  parameters: { vcpus: [1, 2], memMib: [128, 512] },
  headline: 'boot.guest',
  collectors: [bootTimer, startCall, processStartup],
  vm: ({ vcpus, memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus,
    memMib,
  }),
  async measure(trial, vm) {
    const booted = await trial.bootVm(vm);
    await booted.waitReady({ timeoutMs: trial.timeoutMs });
    return { vm: booted };
  },
});
