import { apiCalls, defineBenchmark, type ApiCallMetric } from '../src/index.ts';

/** In the order of a VM's life. */
const calls: readonly ApiCallMetric[] = [
  call('machine_config', 'PUT /machine-config', 'sets vCPUs and memory'),
  call('boot_source', 'PUT /boot-source', 'sets the kernel'),
  call('put_drive', 'PUT /drives/data', 'adds a drive'),
  call('put_vsock', 'PUT /vsock', 'adds a vsock'),
  call('put_balloon', 'PUT /balloon', 'adds a balloon'),
  call('put_mmds', 'PUT /mmds', 'fills the metadata service'),
  call('patch_mmds', 'PATCH /mmds', 'changes what the metadata service holds'),
  call('get_mmds', 'GET /mmds', 'reads what the metadata service holds'),
  call('instance_start', 'PUT /actions', 'builds and boots the microVM'),
  call('get_version', 'GET /version', 'reads the version'),
  call('patch_drive', 'PATCH /drives/data', 'opens the file of a drive anew'),
  call('patch_balloon', 'PATCH /balloon/statistics', 'changes how often the balloon is asked'),
  call('pause', 'PATCH /vm', 'pauses the microVM'),
  again(call('resume', 'PATCH /vm', 'resumes the microVM')),
  again(call('flush_metrics', 'PUT /actions', 'writes the metrics')),
  call('get_config', 'GET /vm/config', 'reads the effective configuration'),
];

function call(id: string, request: string, what: string): ApiCallMetric {
  const [method = '', path = ''] = request.split(' ');
  return { id: `api.${id}`, method, path, occurrence: 0, what };
}

/** The second one of its kind in the trial. */
function again(first: ApiCallMetric): ApiCallMetric {
  return { ...first, occurrence: 1 };
}

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
  collectors: [apiCalls('api-calls', calls)],
  vm: ({ vcpus }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [{ driveId: 'data', path: arm.probeGuest, isRootDevice: false, isReadOnly: true }],
    vsock: { guestCid: 3 },
    balloon: { amountMib: 0, statsPollingIntervalS: 60 },
    vcpus,
    memMib: 128,
  }),
  async measure(trial, prepared) {
    await prepared.requests.putMmds({ question: 'latency' });
    await prepared.requests.patchMmds({ answer: 42 });
    await prepared.requests.readMmds();
    const vm = await trial.bootVm(prepared);
    await vm.waitReady(trial);
    await vm.requests.readVersion();
    await vm.requests.patchDrive({ driveId: 'data', path: trial.arm.probeGuest });
    await vm.requests.setBalloonStatisticsS(30);
    const paused = await vm.pause();
    return { vm: await paused.resume() };
  },
});
