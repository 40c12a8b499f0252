import { join } from 'node:path';
import { apiCalls, defineBenchmark, hostPath, type MemoryBackend, type Snapshot } from '../src/index.ts';

const backends: Readonly<Record<string, MemoryBackend>> = {
  file: { kind: 'file' },
  'uffd-on-demand': { kind: 'uffd', policy: { kind: 'on-demand' } },
  'uffd-all': { kind: 'uffd', policy: { kind: 'all' } },
};

function backendOf(name: string): MemoryBackend {
  const backend = backends[name];
  if (backend === undefined) throw new Error(`there is no backend "${name}"`);
  return backend;
}

/**
 * Question: how long does it take to bring a microVM back from disk?
 *
 * All trials of a case restore the same snapshot, which the case's first trial finds made. Its pages are in the page cache.
 */
export default defineBenchmark({
  id: 'snapshot-restore',
  question: 'How long does it take to load and resume a microVM from a snapshot?',
  timedSpan:
    "from before the load request, which also resumes, is sent until its answer is here, by the client's clock; leaves out the start of the VMM and the page faults that follow",
  disturbedBy: [
    "whether the snapshot's pages are in the page cache",
    'the filesystem of the jail, into which the snapshot goes',
    'the page-fault handler, where memory is served by one',
  ],
  parameters: { backend: Object.keys(backends), memMib: [128, 512] },
  headline: 'restore.load',
  collectors: [
    apiCalls('restore-calls', [
      {
        id: 'restore.load',
        method: 'PUT',
        path: '/snapshot/load',
        occurrence: 0,
        what: 'loads the snapshot and resumes the microVM',
      },
    ]),
  ],
  metrics: [
    {
      id: 'restore.resident',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description: 'guest memory that is resident right after the restore',
    },
  ],
  vm: ({ memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
  }),
  async fixture({ prepareVm, bootVm, folder, timeoutMs }): Promise<Snapshot> {
    const vm = await bootVm(await prepareVm());
    await vm.waitReady({ timeoutMs });
    const paused = await vm.pause();
    return (await paused.snapshot('full')).keep(hostPath(join(folder, 'snapshot')));
  },
  prepare: ({ prepareRestore, fixture, point }) =>
    prepareRestore({ snapshot: fixture, backend: backendOf(point.backend) }),
  async measure(trial, restorable) {
    const vm = await restorable.restore();
    await trial.pinVm(vm);
    return { vm, samples: { 'restore.resident': vm.readMemory().guest.rssKib } };
  },
});
