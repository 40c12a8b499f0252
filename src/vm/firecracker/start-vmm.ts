import { closeSync, constants as fileConstants, openSync } from 'node:fs';
import { constants } from 'node:os';
import type { CleanupStack } from '../../base/cleanup-stack.ts';
import { findHitLimit, type HitLimit } from '../../host/cgroup-limits.ts';
import { removeCgroups } from '../../host/cgroup-removal.ts';
import type { ExitWatch } from '../../host/process-exit.ts';
import { killRungs, type StopRung } from '../../model/stop.ts';
import type { VmEnd } from '../../model/trial.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import { openApiClient, type ApiClient } from './api-client.ts';
import type { FirecrackerDriverOptions } from './driver-options.ts';
import { jailCgroups } from './jail-cgroups.ts';
import type { JailLayout } from './jail-layout.ts';
import { jailerCommand } from './jailer-command.ts';
import { saveEvidence } from './evidence.ts';
import { killedForMemory } from './explain-exit.ts';
import { judgeEnd } from './judge-end.ts';
import { launch } from './launch.ts';
import { watchStart } from './start-marks.ts';
import { createStopLadder, type StopTarget } from './stop-ladder.ts';
import { findVmm, followVmm, waitForVmm, type VmmProcess, type VmmSearch } from './vmm-process.ts';
import type { VmStreams } from './vm-streams.ts';
import { waitApiReady } from './wait-api-ready.ts';

export interface StartContext {
  readonly request: PrepareRequest;
  readonly layout: JailLayout;
  readonly cleanup: CleanupStack;
}

export type StartOptions = StartContext & { readonly streams: VmStreams };

/** A VMM that was started and may not have come up yet. */
export interface StartedVmm {
  readonly waitReady: (api: ApiClient) => Promise<VmmProcess>;
  readonly vmm: () => VmmProcess | undefined;
  /**
   * Ends it before the clean-up does.
   * @throws BenchError `DEADLINE_EXCEEDED` when it outlives the rungs
   */
  readonly stop: (rungs: readonly StopRung[], target: StopTarget) => Promise<VmEnd>;
  /** How it ended, once it has. */
  readonly end: () => VmEnd | undefined;
  /** The limit of its cgroups that it has run into, as long as they are there. */
  readonly hitLimit: () => HitLimit | undefined;
}

/** Starts the jailer in a jail that is filled. `cleanup` ends whatever came of it. */
export function startVmm(options: FirecrackerDriverOptions, context: StartOptions): StartedVmm {
  const { request, layout, cleanup, streams } = context;
  const { id, launch: mode, timeline, signal, timeoutMs } = request;
  const places = jailCgroups({ ...request, cgroupMount: options.cgroupMount });
  places.forEach(options.cgroupTree.note);
  const cgroups = places.map(({ directory }) => directory);
  cleanup.defer('remove the cgroup', async () => {
    await removeCgroups(cgroups, { timeoutMs });
    timeline.endPhase('cgroup');
  });
  const progress = createSignal();
  const marks = watchStart(layout, progress.emit);
  cleanup.defer('stop watching the jail', () => {
    marks[Symbol.dispose]();
  });
  const stdin = streams.input === undefined ? {} : { stdin: streams.input.stdin };
  const command = jailerCommand({ ...options, ...options.installation, ...request });
  const launcher = launch(command, { mode, layout, exitWatch: options.exitWatch, ...stdin });
  streams.input?.handOver();
  timeline.endPhase('spawn');
  const search: VmmSearch = { id, layout, launcher, mode };
  let vmm: VmmProcess | undefined;
  const ending = createEnding(context, cgroups);
  cleanup.defer('end the VMM', async () => {
    vmm ??= await findLate(search, options.exitWatch);
    if (vmm !== undefined) await ending.stop(killRungs, { vmm });
    if (vmm !== undefined && mode === 'daemonize') options.exitWatch.reapWithGroup(vmm.identity);
    await launcher.end();
    timeline.endPhase('kill');
  });
  return {
    async waitReady(api): Promise<VmmProcess> {
      const onFound = (found: VmmProcess): void => {
        vmm = found;
      };
      const { exitWatch } = options;
      const { subscribe } = progress;
      vmm = await waitApiReady({ search, api, exitWatch, timeoutMs, signal, subscribe, onFound });
      marks.endPhases(timeline);
      // From here on nothing may wake the harness but what it waits for.
      marks[Symbol.dispose]();
      timeline.endPhase('api_ready');
      return vmm;
    },
    vmm: () => vmm,
    stop: ending.stop,
    end: ending.end,
    hitLimit: () => findHitLimit(cgroups),
  };
}

interface ProgressSignal {
  readonly emit: () => void;
  readonly subscribe: (wake: () => void) => () => void;
}

function createSignal(): ProgressSignal {
  const wakes = new Set<() => void>();
  return {
    emit(): void {
      for (const wake of wakes) wake();
    },
    subscribe(wake): () => void {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
  };
}

/** Ends the VMM, judges how it ended, and remembers that. */
function createEnding(
  { request, streams }: StartOptions,
  cgroups: readonly string[],
): Pick<StartedVmm, 'stop' | 'end'> {
  const ladder = createStopLadder(cgroups);
  let end: VmEnd | undefined;
  return {
    end: () => end,
    async stop(rungs, target): Promise<VmEnd> {
      const climbed = await ladder.climb(rungs, target);
      const judged = judgeEnd(climbed, streams.log.text(), request.expectedEnd);
      const fault = judged === undefined ? undefined : (findKill(climbed, cgroups) ?? judged);
      if (fault !== undefined) saveEvidence(streams, request.evidence);
      end = { ...climbed, ...(fault === undefined ? {} : { fault }) };
      return end;
    },
  };
}

/** The kernel's kill of a cgroup without memory looks like anybody's. */
function findKill({ exit }: VmEnd, cgroups: readonly string[]): string | undefined {
  const isKill = exit.kind === 'signal' && exit.signal === constants.signals.SIGKILL;
  return isKill && findHitLimit(cgroups) === 'memory' ? `Firecracker ${killedForMemory}` : undefined;
}

/** A start that was broken off: a jailer that has gone into the background writes the pid file a moment later. */
async function findLate(search: VmmSearch, exitWatch: ExitWatch): Promise<VmmProcess | undefined> {
  const state = search.launcher.state();
  const isOnItsWay = state.kind === 'ended' && state.exit.kind === 'status' && state.exit.status === 0;
  const identity = isOnItsWay ? await waitForVmm(search) : findVmm(search);
  return identity === undefined ? undefined : followVmm(identity, search, exitWatch);
}

/** Through a descriptor of its directory, a socket's path is short however deep the jail base lies (unix(7): 107 bytes). */
export function openApi({ request, layout, cleanup }: StartContext): ApiClient {
  const directory = openSync(layout.runDirectory, fileConstants.O_RDONLY | fileConstants.O_DIRECTORY);
  cleanup.defer('close the socket directory', () => {
    closeSync(directory);
  });
  const socketPath = `/proc/self/fd/${directory}/${layout.socketName}`;
  return cleanup.use(
    'close the API connection',
    openApiClient({ socketPath, timeoutMs: request.timeoutMs, signal: request.signal }),
  );
}
