import { closeSync, constants, openSync } from 'node:fs';
import { CleanupStack } from '../../base/cleanup-stack.ts';
import { openClockPairing, type ClockPairing } from '../../base/clock.ts';
import { removeCgroups } from '../../host/cgroup-removal.ts';
import type { ExitWatch } from '../../host/process-exit.ts';
import type { HostPath } from '../../model/brands.ts';
import type { VmEnd } from '../../model/trial.ts';
import type { PreparedVm, PrepareRequest, VmDriver } from '../../model/vm.ts';
import { openApiClient, type ApiClient } from './api-client.ts';
import { checkVmSpec } from './check-spec.ts';
import { configure } from './configure.ts';
import { explainFailure, keepWords } from './evidence.ts';
import { FirecrackerVm } from './firecracker-vm.ts';
import type { Installation } from './installation.ts';
import { claimJail, fillJail, removeJail, type JailedFiles } from './jail.ts';
import { jailCgroups, jailLayout, type JailLayout } from './jail-layout.ts';
import { jailerCommand } from './jailer-command.ts';
import { launch } from './launch.ts';
import { watchStart } from './start-marks.ts';
import { endVmm, findVmm, followVmm, type VmmProcess, type VmmSearch } from './vmm-process.ts';
import { waitApiReady } from './wait-api-ready.ts';

export interface FirecrackerDriverOptions {
  readonly installation: Installation;
  readonly jailBase: HostPath;
  readonly cloneHelper: HostPath;
  /** Mount point of the cpuset hierarchy; unused where CPUs are held by affinity alone. */
  readonly cgroupMount: string;
  readonly exitWatch: ExitWatch;
}

/** Starts jailed Firecrackers of one installation. */
export function createFirecrackerDriver(options: FirecrackerDriverOptions): VmDriver {
  const clocks = openClockPairing();
  return {
    kind: 'firecracker',
    version: options.installation.facts.version,
    check: checkVmSpec,
    prepare: (request) => prepareVm({ ...options, clocks }, request),
  };
}

type DriverContext = FirecrackerDriverOptions & { readonly clocks: ClockPairing };

async function prepareVm(options: DriverContext, request: PrepareRequest): Promise<PreparedVm> {
  options.exitWatch.reap();
  checkVmSpec(request.spec);
  const clock = options.clocks.read();
  await using cleanup = new CleanupStack();
  const { layout, files } = enterJail(options, request, cleanup);
  const start = startVmm(options, { request, layout, cleanup });
  try {
    const api = openApi({ request, layout, cleanup });
    const vmm = await start.waitReady(api);
    await configure(api, request.spec, files);
    request.timeline.endPhase('configure');
    const version = options.installation.facts.version;
    const end = start.end;
    return new FirecrackerVm({ request, version, layout, api, vmm, clock, end, cleanup: cleanup.move() });
  } catch (thrown) {
    const explained = explainFailure(thrown, { layout, vmm: start.vmm() });
    throw keepWords(explained, layout, request.evidence);
  }
}

function enterJail(
  options: FirecrackerDriverOptions,
  request: PrepareRequest,
  cleanup: CleanupStack,
): { readonly layout: JailLayout; readonly files: JailedFiles } {
  const { timeline } = request;
  const layout = jailLayout({
    base: options.jailBase,
    firecracker: options.installation.firecracker,
    id: request.id,
  });
  claimJail(layout);
  cleanup.defer('remove the jail', () => {
    removeJail(layout);
    timeline.endPhase('remove');
  });
  const files = fillJail(layout, request.spec, request);
  timeline.endPhase('jail');
  return { layout, files };
}

interface StartContext {
  readonly request: PrepareRequest;
  readonly layout: JailLayout;
  readonly cleanup: CleanupStack;
}

/** A VMM that was started and may not have come up yet. */
interface Started {
  readonly waitReady: (api: ApiClient) => Promise<VmmProcess>;
  readonly vmm: () => VmmProcess | undefined;
  /** How it ended, once the clean-up has run. */
  readonly end: () => VmEnd | undefined;
}

function startVmm(options: FirecrackerDriverOptions, context: StartContext): Started {
  const { request, layout, cleanup } = context;
  const { id, launch: mode, timeline, signal, timeoutMs } = request;
  const cgroups = jailCgroups({ confinement: request.confinement, cgroupMount: options.cgroupMount, id });
  cleanup.defer('remove the cgroup', async () => {
    await removeCgroups(cgroups, { timeoutMs });
    timeline.endPhase('cgroup');
  });
  const wakes = new Set<() => void>();
  const marks = watchStart(layout, () => {
    for (const wake of wakes) wake();
  });
  cleanup.defer('stop watching the jail', () => {
    marks[Symbol.dispose]();
  });
  const launcher = launch(jailerCommand({ ...options, ...options.installation, ...request }), {
    mode,
    layout,
  });
  timeline.endPhase('spawn');
  const search: VmmSearch = { id, layout, launcher, mode };
  let vmm: VmmProcess | undefined;
  let end: VmEnd | undefined;
  cleanup.defer('end the VMM', async () => {
    const identity = findVmm(search);
    vmm ??= identity === undefined ? undefined : followVmm(identity, search, options.exitWatch);
    if (vmm !== undefined) end = await endVmm(vmm, cgroups);
    await launcher.end();
    timeline.endPhase('kill');
  });
  return {
    async waitReady(api): Promise<VmmProcess> {
      const subscribe = (wake: () => void): (() => void) => {
        wakes.add(wake);
        return () => wakes.delete(wake);
      };
      vmm = await waitApiReady({ search, api, exitWatch: options.exitWatch, timeoutMs, signal, subscribe });
      marks.endPhases(timeline);
      // From here on nothing may wake the harness but what it waits for.
      marks[Symbol.dispose]();
      timeline.endPhase('api_ready');
      return vmm;
    },
    vmm: () => vmm,
    end: () => end,
  };
}

/** Through a descriptor of its directory, a socket's path is short however deep the jail base lies (unix(7): 107 bytes). */
function openApi({ request, layout, cleanup }: StartContext): ApiClient {
  const directory = openSync(layout.runDirectory, constants.O_RDONLY | constants.O_DIRECTORY);
  cleanup.defer('close the socket directory', () => {
    closeSync(directory);
  });
  const socketPath = `/proc/self/fd/${directory}/${layout.socketName}`;
  return cleanup.use(
    'close the API connection',
    openApiClient({ socketPath, timeoutMs: request.timeoutMs, signal: request.signal }),
  );
}
