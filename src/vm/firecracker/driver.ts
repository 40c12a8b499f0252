import { CleanupStack } from '../../base/cleanup-stack.ts';
import { openClockPairing, type ClockPairing } from '../../base/clock.ts';
import { optional } from '../../base/optional.ts';
import type { TracedIo } from '../../host/guest-io-tracing.ts';
import type { AddressingSource } from '../../host/network/guest-network.ts';
import type { GuestNetworkSpec } from '../../model/guest-network.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { SnapshotCache } from '../../model/trial.ts';
import type { PrepareRequest, RestoreRequest, VmDriver } from '../../model/vm-driver.ts';
import type { PreparedVm, RestorableVm } from '../../model/vm.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { ApiClient } from './api-client.ts';
import { createGuestWatch } from './guest-watch.ts';
import { placeInPageCache } from './snapshot-cache.ts';
import type { VmmProcess } from './vmm-process.ts';
import { checkJailSpec } from './check-jail-spec.ts';
import { checkRestore } from './check-restore.ts';
import { checkVmSpec } from './check-spec.ts';
import { configure } from './configure.ts';
import type { FirecrackerDriverOptions } from './driver-options.ts';
import { enterJail, enterRamdisk, openedFiles, placeSnapshot } from './enter-jail.ts';
import { createSubnets, enterNetwork, inNetwork, type OpenSubnets } from './enter-network.ts';
import { keepWords } from './evidence.ts';
import { explainFailure } from './explain-failure.ts';
import { checkRestoredNetwork, specToCheck } from './guest-network-spec.ts';
import type { JailedFiles } from './jail.ts';
import type { JailLayout } from './jail-layout.ts';
import { mergeLayers } from './merge-layers.ts';
import type { LiveVmParts } from './live-vm.ts';
import { FirecrackerToBoot } from './prepared-vm.ts';
import { wantsRamdisk } from './ramdisk.ts';
import { FirecrackerToRestore } from './restorable-vm.ts';
import { openApi, startVmm, type StartedVmm } from './start-vmm.ts';
import { startUffdHandler, type UffdHandler } from './uffd-handler.ts';
import { withMemoryCgroup } from './own-memory-cgroup.ts';
import { openStreams } from './vm-streams.ts';

/** Starts jailed Firecrackers of one installation. */
export function createFirecrackerDriver(options: FirecrackerDriverOptions): VmDriver {
  const context: DriverContext = {
    ...options,
    clocks: openClockPairing(),
    openSubnets: createSubnets(options.subnetDirectory),
  };
  return {
    kind: 'firecracker',
    version: options.installation.dialect.version,
    check: (spec) => {
      checkVmSpec(spec, options.installation.dialect);
    },
    prepare: (request) => prepareToBoot(context, request),
    prepareRestore: (request) => prepareToRestore(context, request),
    mergeSnapshot: (merge) => mergeLayers(merge, options.mergeMemory),
  };
}

interface DriverContext extends FirecrackerDriverOptions {
  readonly clocks: ClockPairing;
  readonly openSubnets: OpenSubnets;
}

async function prepareToBoot(context: DriverContext, request: PrepareRequest): Promise<PreparedVm> {
  const { dialect } = context.installation;
  checkVmSpec(specToCheck(request), dialect);
  const { guestNetwork } = request;
  return bringUp(context, request, {
    ...(guestNetwork === undefined ? {} : { addressing: () => claimedFrom(context, guestNetwork) }),
    async configure({ api, files, spec }): Promise<void> {
      await configure(api, { dialect, spec, files });
      request.timeline.endPhase('configure');
    },
    finish: (parts) => new FirecrackerToBoot(parts),
  });
}

async function prepareToRestore(context: DriverContext, request: RestoreRequest): Promise<RestorableVm> {
  const { snapshot, backend, pageCache } = request;
  checkRestore(request, context.installation.dialect);
  checkRestoredNetwork(request);
  const { guestNetwork: original } = snapshot;
  let handler: UffdHandler | undefined;
  let snapshotCache: SnapshotCache | undefined;
  return bringUp(
    context,
    { ...request, spec: snapshot.spec },
    {
      ...(original === undefined ? {} : { addressing: () => ({ kind: 'copied' as const, original }) }),
      fill(layout): void {
        placeSnapshot(layout, request);
      },
      async configure({ layout, cleanup }): Promise<void> {
        if (pageCache === undefined && backend.kind === 'file') return;
        // Before the handler maps the memory file: mapped pages stay in the page cache.
        if (pageCache !== undefined)
          snapshotCache = await placeInPageCache(openedFiles(layout, request), pageCache);
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
      restored: snapshot,
      finish: (parts) => new FirecrackerToRestore(parts, request),
    },
  );
}

/** What a boot and a restore do differently. */
interface Ways<Vm> {
  /** Adds to the jail before the VMM starts. */
  readonly fill?: (layout: JailLayout) => void;
  /** Where the addresses of a network of the VM's own come from. */
  readonly addressing?: () => AddressingSource | Promise<AddressingSource>;
  /** The last step to a VM that waits for its start request. */
  readonly configure: (up: {
    readonly api: ApiClient;
    readonly files: JailedFiles;
    readonly spec: VmSpec;
    readonly layout: JailLayout;
    readonly cleanup: CleanupStack;
  }) => Promise<void>;
  readonly handler?: LiveVmParts['handler'];
  readonly snapshotCache?: LiveVmParts['snapshotCache'];
  readonly restored?: Snapshot;
  readonly finish: (parts: LiveVmParts) => Vm;
}

async function bringUp<Vm>(context: DriverContext, wanted: PrepareRequest, ways: Ways<Vm>): Promise<Vm> {
  context.exitWatch.reap();
  const asked = {
    ...wanted,
    ...optional('jail', wanted.jail && withMemoryCgroup(wanted.jail, wanted.confinement)),
  };
  if (asked.jail !== undefined) checkJailSpec(asked.jail, asked.confinement);
  const clock = context.clocks.read();
  await using cleanup = new CleanupStack();
  const jail = enterJail(context, asked, cleanup);
  const { files } = jail;
  if (wantsRamdisk(asked.spec)) await enterRamdisk(jail.layout, asked, cleanup);
  ways.fill?.(jail.layout);
  const streams = await openStreams({ request: asked, layout: jail.layout, cleanup, vmm: () => start.vmm() });
  const { layout, log } = streams;
  asked.timeline.endPhase('jail');
  // Awaited only where it is wanted, as a ramdisk is.
  const network =
    ways.addressing === undefined ? undefined : await enterNetwork(asked, await ways.addressing(), cleanup);
  const request = network === undefined ? asked : inNetwork(asked, network);
  const start: StartedVmm = startVmm(context, { request, layout, cleanup, streams });
  try {
    const api = openApi({ request, layout, cleanup });
    const vmm = await start.waitReady(api);
    const traced = await traceIfAsked(context, { request, vmm, cleanup });
    await ways.configure({ api, files, spec: request.spec, layout, cleanup });
    const watch = createGuestWatch({ console: streams.console, traced });
    const { dialect } = context.installation;
    const { handler = none, snapshotCache = none } = ways;
    const { threadSampler } = context;
    const ofVmm = { request, dialect, layout, api, vmm, clock, start, streams, network };
    const { restored } = ways;
    const parts = { ...ofVmm, watch, handler, snapshotCache, restored, threadSampler };
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

async function claimedFrom(
  { openSubnets }: DriverContext,
  { subnetRange }: GuestNetworkSpec,
): Promise<AddressingSource> {
  return { kind: 'claimed', subnets: await openSubnets(subnetRange) };
}
