import { CleanupStack } from '../../base/cleanup-stack.ts';
import { openClockPairing, type ClockPairing } from '../../base/clock.ts';
import type { AddressingSource } from '../../host/network/guest-network.ts';
import type { GuestNetworkSpec } from '../../model/guest-network.ts';
import type { PreparedVm, PrepareRequest, RestorableVm, RestoreRequest, VmDriver } from '../../model/vm.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import type { ApiClient } from './api-client.ts';
import { checkJailSpec } from './check-jail-spec.ts';
import { checkVmSpec } from './check-spec.ts';
import { configure } from './configure.ts';
import type { FirecrackerDriverOptions } from './driver-options.ts';
import { enterJail, enterRamdisk, placeSnapshot } from './enter-jail.ts';
import { createSubnets, enterNetwork, inNetwork, type OpenSubnets } from './enter-network.ts';
import { explainFailure, keepWords } from './evidence.ts';
import { checkRestoredNetwork, specToCheck } from './guest-network-spec.ts';
import type { JailedFiles } from './jail.ts';
import type { JailLayout } from './jail-layout.ts';
import type { LiveVmParts } from './live-vm.ts';
import { FirecrackerToBoot } from './prepared-vm.ts';
import { wantsRamdisk } from './ramdisk.ts';
import { FirecrackerToRestore } from './restorable-vm.ts';
import { openApi, startVmm, type StartedVmm } from './start-vmm.ts';
import { startUffdHandler, type UffdHandler } from './uffd-handler.ts';
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
  checkRestoredNetwork(request);
  const { guestNetwork: original } = request.snapshot;
  let handler: UffdHandler | undefined;
  return bringUp(
    context,
    { ...request, spec: request.snapshot.spec },
    {
      ...(original === undefined ? {} : { addressing: () => ({ kind: 'copied' as const, original }) }),
      fill(layout): void {
        placeSnapshot(layout, request);
      },
      async configure({ layout, cleanup }): Promise<void> {
        if (request.backend.kind === 'file') return;
        const { policy } = request.backend;
        const { memory } = request.snapshot;
        const { timeoutMs, signal } = request;
        const options = {
          binary: context.uffdHandler,
          layout,
          memory,
          policy,
          owner: request,
          timeoutMs,
          signal,
        };
        handler = cleanup.use('end the page-fault handler', await startUffdHandler(options));
        request.timeline.endPhase('configure');
      },
      uffd: () => handler?.totals(),
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
  readonly uffd?: LiveVmParts['uffd'];
  readonly finish: (parts: LiveVmParts) => Vm;
}

async function bringUp<Vm>(context: DriverContext, asked: PrepareRequest, ways: Ways<Vm>): Promise<Vm> {
  context.exitWatch.reap();
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
    await ways.configure({ api, files, spec: request.spec, layout, cleanup });
    const { dialect } = context.installation;
    const uffd = ways.uffd ?? ((): undefined => undefined);
    const { threadSampler } = context;
    const parts = { request, dialect, layout, api, vmm, clock, start, streams, network, uffd, threadSampler };
    return ways.finish({ ...parts, cleanup: cleanup.move() });
  } catch (thrown) {
    const explained = await explainFailure(thrown, { layout, log, vmm: start.vmm() });
    throw keepWords(explained, { layout, log }, request.evidence);
  }
}

async function claimedFrom(
  { openSubnets }: DriverContext,
  { subnetRange }: GuestNetworkSpec,
): Promise<AddressingSource> {
  return { kind: 'claimed', subnets: await openSubnets(subnetRange) };
}
