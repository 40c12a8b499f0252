import {
  defineBenchmark,
  median,
  theilSen,
  type Launch,
  type MemoryReading,
  type RunningVm,
  type Trial,
} from '../src/index.ts';

type DensityTrial = Trial<{ readonly vms: number; readonly memMib: number }, undefined>;

/** No further VM is started once the host has less than this, whatever was asked for. */
const reserveKib = 1024 * 1024;

/**
 * Question: what does one more microVM cost a host that has some, and does it boot slower?
 *
 * VMs are started one after the other and stay, up to a count or until the host's memory is nearly used. Their guests touch
 * next to nothing: what grows is the VMM's own memory and what the kernel keeps for it.
 */
export default defineBenchmark({
  id: 'density',
  question: 'How much memory does one more microVM take, and how does the boot time grow with neighbours?',
  timedSpan:
    "memory: one look at each VMM once all are up, and the fall of the host's available memory from VM to VM; boot: each VMM's own boot timer",
  disturbedBy: [
    'any other use of memory on the host, which counts as if it were the VMs',
    'the page cache, which MemAvailable counts as available by an estimate',
    'neighbours whose guests do something: these halt',
  ],
  parameters: { vms: [8, 32], memMib: [128] },
  headline: 'density.own_memory',
  collectors: [],
  metrics: [
    {
      id: 'density.memory_per_vm',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description:
        "fall of the host's available memory for each further VM (Theil-Sen over all VMs of the trial)",
      mayBeAbsent: true,
    },
    {
      id: 'density.own_memory',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description:
        'proportional set size and page tables of one VMM process, guest memory included, once all are up; median over the VMs',
    },
    {
      id: 'density.charged',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description:
        "what one VM's own memory cgroup is charged for, the kernel's part included; median over the VMs",
      mayBeAbsent: true,
    },
    {
      id: 'density.boot_first',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "VMM's boot timer of the first VM, which has no neighbour",
    },
    {
      id: 'density.boot_last',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "VMM's boot timer, median of the last quarter of the VMs",
    },
    {
      id: 'density.boot_growth',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: 'what each neighbour adds to the boot timer (Theil-Sen over all VMs of the trial)',
      mayBeAbsent: true,
    },
    {
      id: 'density.up',
      unit: 'count',
      direction: 'higher-is-better',
      kind: 'count',
      description: 'VMs that were up at once',
    },
  ],
  vm: ({ memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
  }),
  prepare: () => Promise.resolve(undefined),
  async measure(trial: DensityTrial) {
    const first = await addVm(trial);
    const added = [first];
    while (added.length < trial.point.vms && trial.readHostMemory().availableKib > reserveKib)
      added.push(await addVm(trial));
    const launches = added.map(({ launch }) => launch);
    const memory = added.map(({ vm }) => vm.readMemory());
    return {
      vm: first.vm,
      observations: { launches },
      samples: { ...ofLaunches(launches), ...ofMemory(memory) },
    };
  },
});

async function addVm(
  trial: DensityTrial,
): Promise<{ readonly vm: RunningVm; readonly launch: CompleteLaunch }> {
  const startedAt = process.hrtime.bigint();
  const vm = await trial.bootVm(
    await trial.prepareVm({ isBeside: true, jail: { ownMemoryCgroup: 'where-possible' } }),
  );
  await vm.waitReady(trial);
  const upAt = process.hrtime.bigint();
  const bootUs = (await vm.collect()).guestBoot?.wallUs;
  if (bootUs === undefined) throw new Error("the VMM's boot timer is not in its log");
  const hostAvailableKib = trial.readHostMemory().availableKib;
  return { vm, launch: { startedAt, upAt, bootUs, hostAvailableKib } };
}

type CompleteLaunch = Required<Launch>;

function ofLaunches(launches: readonly CompleteLaunch[]): Readonly<Record<string, number>> {
  const boots = launches.map(({ bootUs }, x) => ({ x, y: bootUs }));
  const available = launches.map(({ hostAvailableKib }, x) => ({ x, y: hostAvailableKib }));
  const bootsUs = launches.map(({ bootUs }) => bootUs);
  const [bootFirstUs = NaN] = bootsUs;
  return {
    'density.boot_first': bootFirstUs,
    'density.boot_last': median(bootsUs.slice(-Math.ceil(bootsUs.length / 4))),
    ...(launches.length < 2
      ? {}
      : {
          'density.memory_per_vm': -theilSen(available).slope,
          'density.boot_growth': theilSen(boots).slope,
        }),
    'density.up': launches.length,
  };
}

function ofMemory(readings: readonly MemoryReading[]): Readonly<Record<string, number>> {
  const ownKib = readings.map(({ vmm, guest, pageTablesKib }) => vmm.pssKib + guest.pssKib + pageTablesKib);
  const chargedKib = readings.flatMap(({ cgroup }) => cgroup?.chargedKib ?? []);
  return {
    'density.own_memory': median(ownKib),
    ...(chargedKib.length < readings.length ? {} : { 'density.charged': median(chargedKib) }),
  };
}
