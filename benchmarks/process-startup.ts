import { defineBenchmark, launchModes, processStartup } from '../src/index.ts';

/**
 * Question: how long does a jailed Firecracker take from the jailer's start to a live API?
 *
 * With a cpuset the jailer waits for a kernel grace period, or not: the two confinements are cases of their own and must
 * not be blended.
 */
export default defineBenchmark({
  id: 'process-startup',
  question: 'How long from the start of the jailer to a live API?',
  timedSpan:
    "from the jailer's start to a live API thread, by the VMM's clock; leaves out the making of the jail and the fork of the harness",
  disturbedBy: [
    "the kernel's grace period at the move into a cpuset",
    'the size of the Firecracker binary, which the jailer copies',
    "the number of mounts in the host's mount namespace",
  ],
  parameters: { launch: launchModes, confinement: ['cpuset', 'affinity'] as const },
  headline: 'process.startup',
  collectors: [processStartup],
  vm: (_point, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib: 128,
  }),
  prepare: ({ point, prepareVm }) =>
    prepareVm({
      launch: point.launch,
      ...(point.confinement === 'affinity' ? { confinement: 'affinity' } : {}),
    }),
  // The VMM tells its start-up time in its metrics, and flushes them only once it has booted.
  async measure(trial, vm) {
    return { vm: await trial.bootVm(vm) };
  },
});
