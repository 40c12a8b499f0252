import { CleanupStack } from '../../base/cleanup-stack.ts';
import { openClockPairing, type ClockPairing } from '../../base/clock.ts';
import { optional } from '../../base/optional.ts';
import type { PreparedVm, PrepareRequest, RestorableVm, RestoreRequest, VmDriver } from '../../model/vm.ts';
import type { TracedIo } from '../../host/guest-io-tracing.ts';
import type { SnapshotCache } from '../../model/trial.ts';
import type { ApiClient } from './api-client.ts';
import { createGuestWatch } from './guest-watch.ts';
import { placeInPageCache } from './snapshot-cache.ts';
import type { VmmProcess } from './vmm-process.ts';
import { checkJailSpec } from './check-jail-spec.ts';
import { checkRestore } from './check-restore.ts';
import { checkVmSpec } from './check-spec.ts';
import { configure } from './configure.ts';
import type { FirecrackerDriverOptions } from './driver-options.ts';
import { keepWords } from './evidence.ts';
import { explainFailure } from './explain-failure.ts';
import { claimJail, fillJail, placeInJail, removeJail, type JailedFiles } from './jail.ts';
import { jailLayout, type JailLayout } from './jail-layout.ts';
import type { LiveVmParts } from './live-vm.ts';
import { FirecrackerToBoot } from './prepared-vm.ts';
import { fillRamdisk, removeRamdisk, wantsRamdisk } from './ramdisk.ts';
import { FirecrackerToRestore } from './restorable-vm.ts';
import { openApi, startVmm, type StartedVmm } from './start-vmm.ts';
import { startUffdHandler, type UffdHandler } from './uffd-handler.ts';
import { withMemoryCgroup } from './own-memory-cgroup.ts';
import { openStreams } from './vm-streams.ts';

/** Starts jailed Firecrackers of one installation. */
export function createFirecrackerDriver(options: FirecrackerDriverOptions): VmDriver {
  const context: DriverContext = { ...options, clocks: openClockPairing() };
  return {
    kind: 'firecracker',
    version: options.installation.dialect.version,
    check: (spec) => {
      checkVmSpec(spec, options.installation.dialect);
    },
    prepare: (request) => prepareToBoot(context, request),
    prepareRestore: (request) => prepareToRestore(context, request),
  };
}

type DriverContext = FirecrackerDriverOptions & { readonly clocks: ClockPairing };

async function prepareToBoot(context: DriverContext, request: PrepareRequest): Promise<PreparedVm> {
  const { dialect } = context.installation;
  checkVmSpec(request.spec, dialect);
  return bringUp(context, request, {
    async configure({ api, files }): Promise<void> {
      await configure(api, { dialect, spec: request.spec, files });
      request.timeline.endPhase('configure');
    },
    finish: (parts) => new FirecrackerToBoot(parts),
  });
}

async function prepareToRestore(context: DriverContext, request: RestoreRequest): Promise<RestorableVm> {
  const { snapshot, backend, pageCache } = request;
  checkRestore(request, context.installation.dialect);
  let handler: UffdHandler | undefined;
  let snapshotCache: SnapshotCache | undefined;
  return bringUp(
    context,
    { ...request, spec: snapshot.spec },
    {
      fill(layout): void {
        placeSnapshot(layout, request);
      },
      async configure({ layout, cleanup }): Promise<void> {
        if (pageCache === undefined && backend.kind === 'file') return;
        // Before the handler maps the memory file: mapped pages stay in the page cache.
        if (pageCache !== undefined) snapshotCache = await placeInPageCache(snapshot, pageCache);
        if (backend.kind === 'uffd') {
          const { timeoutMs, signal } = request;
          const options = { ...backend, memory: snapshot.memory, owner: request, timeoutMs, signal };
          const started = await startUffdHandler({ ...options, binary: context.uffdHandler, layout });
          handler = cleanup.use('end the page-fault handler', started);
        }
        request.timeline.endPhase('stage');
      },
      handler: () => handler,
      snapshotCache: () => snapshotCache,
      finish: (parts) => new FirecrackerToRestore(parts, request),
    },
  );
}

/** What a boot and a restore do differently. */
interface Ways<Vm> {
  /** Adds to the jail before the VMM starts. */
  readonly fill?: (layout: JailLayout) => void;
  /** The last step to a VM that waits for its start request. */
  readonly configure: (up: {
    readonly api: ApiClient;
    readonly files: JailedFiles;
    readonly layout: JailLayout;
    readonly cleanup: CleanupStack;
  }) => Promise<void>;
  readonly handler?: LiveVmParts['handler'];
  readonly snapshotCache?: LiveVmParts['snapshotCache'];
  readonly finish: (parts: LiveVmParts) => Vm;
}

async function bringUp<Vm>(context: DriverContext, asked: PrepareRequest, ways: Ways<Vm>): Promise<Vm> {
  context.exitWatch.reap();
  const request = { ...asked, ...optional('jail', asked.jail && withMemoryCgroup(asked.jail)) };
  if (request.jail !== undefined) checkJailSpec(request.jail, request.confinement);
  const clock = context.clocks.read();
  await using cleanup = new CleanupStack();
  const jail = enterJail(context, request, cleanup);
  const { files } = jail;
  if (wantsRamdisk(request.spec)) await enterRamdisk(jail.layout, request, cleanup);
  ways.fill?.(jail.layout);
  const streams = await openStreams({ request, layout: jail.layout, cleanup, vmm: () => start.vmm() });
  const { layout, log } = streams;
  request.timeline.endPhase('jail');
  const start: StartedVmm = startVmm(context, { request, layout, cleanup, streams });
  try {
    const api = openApi({ request, layout, cleanup });
    const vmm = await start.waitReady(api);
    const traced = await traceIfAsked(context, { request, vmm, cleanup });
    await ways.configure({ api, files, layout, cleanup });
    const watch = createGuestWatch({ console: streams.console, traced });
    const { dialect } = context.installation;
    const { handler = none, snapshotCache = none } = ways;
    const { threadSampler } = context;
    const ofVmm = { request, dialect, layout, api, vmm, clock, start, streams };
    const parts = { ...ofVmm, watch, handler, snapshotCache, threadSampler };
    return ways.finish({ ...parts, cleanup: cleanup.move() });
  } catch (thrown) {
    const { hitLimit } = start;
    const explained = await explainFailure(thrown, {
      layout,
      log,
      vmm: start.vmm(),
      hitLimit,
      handler: none,
    });
    throw keepWords(explained, { layout, log }, request.evidence);
  }
}

function none(): undefined {
  return undefined;
}

interface TraceTarget {
  readonly request: PrepareRequest;
  readonly vmm: VmmProcess;
  readonly cleanup: CleanupStack;
}

/** Before the guest runs: its threads are traced from their start on. */
async function traceIfAsked(
  { guestIoTracing }: DriverContext,
  { request, vmm, cleanup }: TraceTarget,
): Promise<TracedIo | undefined> {
  if (request.traceGuestIo !== true) return undefined;
  const traced = await guestIoTracing.open({ ownerId: request.id, pid: vmm.identity.pid });
  if (traced.kind === 'traced') {
    cleanup.defer("end the trace of the guest's I/O", () => {
      traced.trace[Symbol.dispose]();
    });
  }
  request.timeline.endPhase('stage');
  return traced;
}

function enterJail(
  context: DriverContext,
  request: PrepareRequest,
  cleanup: CleanupStack,
): { readonly layout: JailLayout; readonly files: JailedFiles } {
  const { firecracker } = context.installation;
  const layout = jailLayout({ base: context.jailBase, firecracker, id: request.id });
  claimJail(layout);
  cleanup.defer('remove the jail', () => {
    removeJail(layout);
    request.timeline.endPhase('remove');
  });
  return { layout, files: fillJail(layout, request.spec, request) };
}

/** Awaited only where it is wanted: what has none stays without a wait. */
async function enterRamdisk(
  layout: JailLayout,
  request: PrepareRequest,
  cleanup: CleanupStack,
): Promise<void> {
  cleanup.defer('unmount the ramdisk', () => removeRamdisk(layout));
  await fillRamdisk(layout, request.spec, request);
}

/** The memory file of a restore through page faults stays outside: only the handler opens it. */
function placeSnapshot(layout: JailLayout, { snapshot, backend, uid, gid }: RestoreRequest): void {
  const owner = { uid, gid };
  placeInJail({ path: snapshot.vmstate, name: 'vmstate', access: 'read', layout, owner });
  if (backend.kind === 'uffd') return;
  placeInJail({ path: snapshot.memory, name: 'memory', access: 'read', layout, owner });
}
