import { defineBenchmark, median, startCall, type Launch, type RunningVm, type Trial } from '../src/index.ts';

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
      id: 'launch.in_flight_mean',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'launches that were under way, averaged over the span',
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
    const settled = await Promise.allSettled(Array.from({ length: trial.point.width }, () => launch(trial)));
    const up = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const [first] = up;
    if (first === undefined) throw new Error('no microVM came up', { cause: settled });
    const readings = await Promise.all(up.map(({ vm }) => vm.collect()));
    const bootsUs = readings.flatMap(({ guestBoot }) => guestBoot?.wallUs ?? []);
    const launches = up.map(({ startedAt, upAt }): Launch => ({ startedAt, upAt }));
    return {
      vm: first.vm,
      observations: { launches },
      samples: {
        ...rates(up),
        'launch.guest_boot_median': median(bootsUs),
        'launch.guest_boot_max': Math.max(...bootsUs),
        'launch.failed': settled.length - up.length,
      },
    };
  },
});

interface Launched {
  readonly vm: RunningVm;
  readonly startedAt: bigint;
  readonly upAt: bigint;
}

async function launch(trial: LaunchTrial): Promise<Launched> {
  const startedAt = process.hrtime.bigint();
  const vm = await trial.bootVm(await trial.prepareVm({ isBeside: true }));
  await vm.waitReady(trial);
  return { vm, startedAt, upAt: process.hrtime.bigint() };
}

/** From the first one's start until the last one is up. */
function rates(up: readonly Launched[]): Readonly<Record<string, number>> {
  const startsMs = up.map(({ startedAt }) => Number(startedAt) / 1e6);
  const endsMs = up.map(({ upAt }) => Number(upAt) / 1e6);
  const allUpMs = Math.max(...endsMs) - Math.min(...startsMs);
  const underWayMs = endsMs.reduce((sum, endMs, index) => sum + endMs - (startsMs[index] ?? NaN), 0);
  return {
    'launch.rate': up.length / (allUpMs / 1000),
    'launch.all_up': allUpMs,
    'launch.in_flight_mean': underWayMs / allUpMs,
  };
}
