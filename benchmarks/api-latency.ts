import { apiCalls, defineBenchmark } from '../src/index.ts';

/**
 * Question: what does each API request cost, at the client and in the VMM?
 *
 * Each request is sent once a trial, over one warm connection, in the order of a VM's life.
 */
export default defineBenchmark({
  id: 'api-latency',
  question: 'What does each API request cost, at the client and in the VMM?',
  timedSpan:
    "from before a request is sent until its answer is here, by the client's clock, over a connection that is open",
  disturbedBy: ['the wake-up of an idle CPU', 'the VMM thread, which the API thread waits for'],
  parameters: { vcpus: [1] },
  headline: 'api.pause',
  collectors: [
    apiCalls('api-calls', [
      {
        id: 'api.machine_config',
        method: 'PUT',
        path: '/machine-config',
        occurrence: 0,
        what: 'sets vCPUs and memory',
      },
      { id: 'api.boot_source', method: 'PUT', path: '/boot-source', occurrence: 0, what: 'sets the kernel' },
      {
        id: 'api.instance_start',
        method: 'PUT',
        path: '/actions',
        occurrence: 0,
        what: 'builds and boots the microVM',
      },
      { id: 'api.pause', method: 'PATCH', path: '/vm', occurrence: 0, what: 'pauses the microVM' },
      { id: 'api.resume', method: 'PATCH', path: '/vm', occurrence: 1, what: 'resumes the microVM' },
      { id: 'api.flush_metrics', method: 'PUT', path: '/actions', occurrence: 1, what: 'writes the metrics' },
    ]),
  ],
  vm: ({ vcpus }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus,
    memMib: 128,
  }),
  async measure(trial, vm) {
    const booted = await trial.bootVm(vm);
    await booted.waitReady({ timeoutMs: trial.timeoutMs });
    const paused = await booted.pause();
    return { vm: await paused.resume() };
  },
});
