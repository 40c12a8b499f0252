import { CleanupStack } from '../../base/cleanup-stack.ts';
import { monotonicNs, spanNs } from '../../base/clock.ts';
import { findCgroupMode } from '../../host/cgroup-mode.ts';
import { hostLockName, takeHostLock } from '../../host/host-lock.ts';
import { findLeftoverNamespaces } from '../../host/network/namespace-sweep.ts';
import { startTimeline } from '../../model/timeline.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import type { Settings } from '../../harness/settings.ts';
import { planConfinement } from '../../pinning/confinement.ts';
import type { Installation } from '../../vm/firecracker/installation.ts';
import { findLeftovers } from '../../vm/firecracker/sweep.ts';
import { openChosenInstallation } from '../measure/chosen-installation.ts';
import { planBudget } from '../measure/plan-budget.ts';
import { nativeFiles } from '../measure/plan-run.ts';
import { openDrivers } from '../measure/open-drivers.ts';
import { createIdentities } from '../measure/vm-identities.ts';
import type { Check, CheckVerdict } from './check.ts';

export interface VmCheckOptions {
  readonly settings: Settings;
  readonly packageRoot: string;
}

/** What needs the binaries. The last one boots the probe guest: a device that opens does not prove that guests run. */
export function vmChecks(options: VmCheckOptions): readonly Check[] {
  return [
    { id: 'firecracker', run: () => checkInstallation(options) },
    { id: 'leftovers', run: () => checkLeftovers(options) },
    { id: 'boot', run: () => checkBoot(options) },
  ];
}

async function checkInstallation({ settings }: VmCheckOptions): Promise<CheckVerdict> {
  const { firecracker, dialect } = await openChosenInstallation(settings);
  return {
    status: 'ok',
    seen: `Firecracker and jailer ${dialect.version}, digests checked (${firecracker})`,
  };
}

async function checkLeftovers({ settings }: VmCheckOptions): Promise<CheckVerdict> {
  const { firecracker } = await openChosenInstallation(settings);
  const mode = findCgroupMode();
  const cgroupMount = mode.kind === 'none' ? undefined : mode.mount;
  const vms = findLeftovers({ jailBase: settings.jailBase.value, firecracker, cgroupMount });
  // A VM's namespace has its name.
  const found = [...new Set([...vms, ...findLeftoverNamespaces()])];
  if (found.length === 0) return { status: 'ok', seen: 'no killed run has left anything' };
  return {
    status: 'warning',
    seen: `a killed run has left ${found.join(', ')}`,
    remedy: 'The next run removes them',
  };
}

async function checkBoot(options: VmCheckOptions): Promise<CheckVerdict> {
  const installation = await openChosenInstallation(options.settings);
  await using cleanup = new CleanupStack();
  // A run's numbers must not hold this boot.
  cleanup.use('give the lock back', await takeHostLock(hostLockName));
  const startedAt = monotonicNs();
  const request = probeRequest(options, installation);
  const parts = {
    jailBase: options.settings.jailBase.value,
    native: nativeFiles(options.packageRoot),
    cgroupMode: findCgroupMode(),
  };
  const driver = openDrivers(parts, cleanup)(installation);
  const vm = cleanup.use('end the probe', await driver.prepare(request));
  const booted = await vm.boot();
  await booted.waitReady({ timeoutMs: request.timeoutMs });
  const { guestBoot } = await booted.collect();
  const wholeMs = spanNs(startedAt, monotonicNs()) / 1e6;
  const seen = `the probe guest signalled ${guestBoot?.wallUs ?? 0} µs after InstanceStart (${wholeMs.toFixed(0)} ms in all)`;
  return { status: 'ok', seen };
}

function probeRequest({ settings, packageRoot }: VmCheckOptions, { dialect }: Installation): PrepareRequest {
  const { measuredCpus } = planBudget(settings);
  return {
    ...createIdentities(settings.uidRange.value)(),
    spec: {
      kernel: nativeFiles(packageRoot).probeGuest,
      bootArgs: `timer=${dialect.bootTimerAddress} mode=halt`,
      drives: [],
      vcpus: 1,
      memMib: 128,
    },
    launch: settings.launch.value,
    confinement: planConfinement(findCgroupMode(), measuredCpus).confinement,
    timeline: startTimeline(),
    evidence: { keep: () => undefined },
    signal: new AbortController().signal,
    timeoutMs: settings.timeoutMs.value,
  };
}
