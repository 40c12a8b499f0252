// A restore and nothing beside it, for `bench-overhead.mjs --mode restore`: what snapshot-restore looks at besides costs time of its own.
import { join } from 'node:path';
import { apiCalls, defineBenchmark, hostPath } from 'microvm-bench';

export default defineBenchmark({
  id: 'plain-restore',
  question: 'What does a whole restore trial cost?',
  timedSpan: "from before the load request is sent until its answer is here, by the client's clock",
  disturbedBy: ['whether the snapshot is in the page cache: it is, after the first'],
  parameters: { memMib: [128] },
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
  vm: ({ memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
  }),
  async fixture(context) {
    const vm = await context.bootVm(await context.prepareVm());
    await vm.waitReady(context);
    const paused = await vm.pause();
    return (await paused.snapshot('full')).keep(hostPath(join(context.folder, 'snapshot')));
  },
  prepare: ({ prepareRestore, fixture }) => prepareRestore({ snapshot: fixture, backend: { kind: 'file' } }),
  async measure(trial, restorable) {
    const vm = await restorable.restore();
    await trial.pinVm(vm);
    return { vm };
  },
});
