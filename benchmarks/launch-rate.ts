import { defineBenchmark, startCall } from '../src/index.ts';
import type { PreparedVm, Trial } from '../src/index.ts';

type LaunchTrial = Trial<{ readonly width: number }, undefined>;

/**
 * Question: how many microVMs a second does this host start, and what does each of them pay for the others?
 *
 * All VMs of a trial are started at once. Each has its own jail, id, user and cgroup: nothing is shared but the host.
 */
export default defineBenchmark({
  id: 'launch-rate',
  question: 'How many microVMs a second start on this host when many start at once?',
  timedSpan:
    "from the first jail's making until the last guest has signalled, by the harness's clock; holds every step of a launch",
  disturbedBy: [
    'the harness, which starts them all from one thread',
    "the kernel's cgroup and KVM locks",
    'disk and page cache',
  ],
  parameters: { width: [1, 4, 16, 60] },
  headline: 'launch.rate',
  collectors: [startCall],
  metrics: [
    {
      id: 'launch.rate',
      unit: 'count',
      direction: 'higher-is-better',
      kind: 'count',
      description: 'microVMs whose guest has signalled, per second',
    },
    {
      id: 'launch.all_up',
      unit: 'ms',
      direction: 'lower-is-better',
      kind: 'time',
      description: 'from the start of the first until the last guest has signalled',
    },
    {
      id: 'launch.guest_boot_median',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "median of the VMMs' boot timers in the trial",
    },
    {
      id: 'launch.guest_boot_max',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "longest of the VMMs' boot timers in the trial",
    },
    {
      id: 'launch.failed',
      unit: 'count',
      direction: 'lower-is-better',
      kind: 'count',
      description: 'microVMs of the trial that did not come up',
    },
  ],
  vm: (_point, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib: 128,
  }),
  prepare: () => Promise.resolve(undefined),
  async measure(trial: LaunchTrial) {
    const startedMs = performance.now();
    const launches = await Promise.allSettled(Array.from({ length: trial.point.width }, () => launch(trial)));
    const allUpMs = performance.now() - startedMs;
    const up = launches.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const [first] = up;
    if (first === undefined) throw new Error('no microVM came up', { cause: launches });
    const readings = await Promise.all(up.map((vm) => vm.collect()));
    const bootsUs = readings.flatMap(({ guestBoot }) => guestBoot?.wallUs ?? []).sort((a, b) => a - b);
    return {
      vm: first,
      samples: {
        'launch.rate': up.length / (allUpMs / 1000),
        'launch.all_up': allUpMs,
        'launch.guest_boot_median': bootsUs[Math.floor(bootsUs.length / 2)] ?? NaN,
        'launch.guest_boot_max': bootsUs.at(-1) ?? NaN,
        'launch.failed': launches.length - up.length,
      },
    };
  },
});

async function launch(trial: LaunchTrial): ReturnType<LaunchTrial['bootVm']> {
  const vm: PreparedVm = await trial.prepareVm({ isBeside: true });
  const booted = await trial.bootVm(vm);
  await booted.waitReady({ timeoutMs: trial.timeoutMs });
  return booted;
}
