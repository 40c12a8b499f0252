import { apiCalls, defineBenchmark } from '../src/index.ts';

/**
 * Question: how long is a microVM paused to be written to disk?
 *
 * The first creates of a series take two to three times as long (the files' blocks are allocated for the first time): the
 * warm-up trials hold them.
 */
export default defineBenchmark({
  id: 'snapshot-create',
  question: 'How long does it take to write a snapshot of a paused microVM?',
  timedSpan:
    "from before the snapshot request is sent until its answer is here, by the client's clock; leaves out pause and resume",
  disturbedBy: [
    'the filesystem of the jail, which holds both files',
    "the page cache's write-back of earlier snapshots",
    'how much of its memory the guest has touched',
  ],
  parameters: { kind: ['full', 'diff'], memMib: [128, 512] },
  headline: 'snapshot.create',
  collectors: [
    apiCalls('snapshot-calls', [
      { id: 'snapshot.pause', method: 'PATCH', path: '/vm', occurrence: 0, what: 'pauses the microVM' },
      {
        id: 'snapshot.create',
        method: 'PUT',
        path: '/snapshot/create',
        occurrence: 0,
        what: 'writes the snapshot',
      },
      { id: 'snapshot.resume', method: 'PATCH', path: '/vm', occurrence: 1, what: 'resumes the microVM' },
    ]),
  ],
  metrics: [
    {
      id: 'snapshot.allocated',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description: 'what the memory file takes on disk; its holes take nothing',
    },
  ],
  vm: ({ kind, memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
    trackDirtyPages: kind === 'diff',
  }),
  async measure(trial, vm) {
    const booted = await trial.bootVm(vm);
    await booted.waitReady({ timeoutMs: trial.timeoutMs });
    const paused = await booted.pause();
    const snapshot = await paused.snapshot(trial.point.kind === 'diff' ? 'diff' : 'full');
    const resumed = await paused.resume();
    return { vm: resumed, samples: { 'snapshot.allocated': snapshot.memoryAllocatedKib } };
  },
});
