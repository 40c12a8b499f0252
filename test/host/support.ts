import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { findCgroupMode } from '../../src/host/cgroup-mode.ts';
import { openCgroupTree } from '../../src/host/cgroup-tree.ts';
import { createGuestIoTracing } from '../../src/host/guest-io-tracing.ts';
import { openExitWatch, type ExitWatch } from '../../src/host/process-exit.ts';
import { hostPath, vmId, type HostPath, type VmId } from '../../src/model/brands.ts';
import { phaseNames, startTimeline, type PhaseName } from '../../src/model/timeline.ts';
import type { EvidenceSink, PrepareRequest, VmDriver } from '../../src/model/vm-driver.ts';
import type { Confinement } from '../../src/model/placement.ts';
import type { VmSpec } from '../../src/model/vm-spec.ts';
import { cachedInstallation } from '../../src/vm/firecracker/cached-installation.ts';
import { createFirecrackerDriver } from '../../src/vm/firecracker/driver.ts';
import { openInstallation, type Installation } from '../../src/vm/firecracker/installation.ts';
import { cgroupMounts } from '../../src/vm/firecracker/jail-cgroups.ts';
import { requireVm } from './skips.ts';

export const probeGuest: HostPath = hostPath(resolve('native/build/probe_guest.elf'));
export const cloneHelper: HostPath = hostPath(resolve('native/build/newpid_clone'));

export const uffdHandler: HostPath = hostPath(resolve('native/build/uffd_handler'));
const mergeMemory = hostPath(resolve('native/build/merge_memory'));
const threadSampler = hostPath(resolve('native/build/thread_sampler'));

/** Opens the verified Firecracker that the set-up has put into the cache. */
export function openTestInstallation(): Promise<Installation> {
  return openInstallation(cachedInstallation('1.12.1', process.env));
}

/** A jail base of its own, so that a test can look whether anything is left. */
export function makeJailBase(): HostPath & string {
  return hostPath(mkdtempSync(join(existsSync('/srv') ? '/srv' : tmpdir(), 'microvm-bench-test-')));
}

/** Where the VMs of a test's driver claim their subnets. */
export function subnetDirectoryOf(jailBase: string): string {
  return join(jailBase, 'subnets');
}

export interface TestDriver extends AsyncDisposable {
  readonly driver: VmDriver;
  readonly jailBase: HostPath;
  readonly exitWatch: ExitWatch;
  readonly installation: Installation;
  /** Names of all jails and cgroups that exist now. */
  readonly leftovers: () => readonly string[];
}

export interface TestDriverOptions {
  readonly jailBase?: HostPath;
  readonly uffdHandler?: HostPath;
}

export async function openTestDriver(options: TestDriverOptions = {}): Promise<TestDriver> {
  const installation = await openTestInstallation();
  const jailBase = options.jailBase ?? makeJailBase();
  const exitWatch = openExitWatch();
  const cgroupTree = openCgroupTree();
  const mode = findCgroupMode();
  const cgroupMount = mode.kind === 'none' ? '' : mode.mount;
  const guestIoTracing = createGuestIoTracing();
  const driver = createFirecrackerDriver({
    guestIoTracing,
    installation,
    jailBase,
    cloneHelper,
    uffdHandler: options.uffdHandler ?? uffdHandler,
    threadSampler,
    mergeMemory,
    cgroupMount,
    cgroupTree,
    exitWatch,
    subnetDirectory: subnetDirectoryOf(jailBase),
  });
  return {
    driver,
    jailBase,
    exitWatch,
    installation,
    leftovers: () => [
      ...list(join(jailBase, 'firecracker')),
      // A run that goes on beside the tests has cgroups of its own there.
      ...cgroupMounts()
        .flatMap((mount) => listFolders(join(mount, 'microvm-bench')))
        .filter((name) => name.startsWith(idPrefix)),
    ],
    async [Symbol.asyncDispose](): Promise<void> {
      exitWatch.reap();
      exitWatch[Symbol.dispose]();
      cgroupTree[Symbol.dispose]();
      await guestIoTracing[Symbol.asyncDispose]();
      if (options.jailBase === undefined) rmSync(jailBase, { recursive: true, force: true });
    },
  };
}

/** A driver for each test of the `describe` in which it is called. After each nothing of its VMs may be left. */
export function useTestDriver(): Omit<TestDriver, typeof Symbol.asyncDispose> {
  let host: TestDriver | undefined;
  const current = (): TestDriver => {
    if (host === undefined) throw new Error('there is a driver only while a test runs');
    return host;
  };
  beforeEach(async (context) => {
    requireVm(context);
    host = await openTestDriver();
  });
  afterEach(async () => {
    expect(current().leftovers()).toEqual([]);
    await current()[Symbol.asyncDispose]();
    host = undefined;
  });
  return {
    get driver() {
      return current().driver;
    },
    get jailBase() {
      return current().jailBase;
    },
    get exitWatch() {
      return current().exitWatch;
    },
    get installation() {
      return current().installation;
    },
    leftovers: () => current().leftovers(),
  };
}

export function defaultConfinement(): Confinement {
  const mode = findCgroupMode();
  const cpus = [1];
  return mode.kind === 'none'
    ? { kind: 'affinity', cpus }
    : { kind: `cpuset-${mode.kind}`, cpus, mems: mode.mems };
}

const idPrefix = `test-${process.pid}-`;
let sequence = 0;

export function nextVmId(): VmId {
  sequence += 1;
  return vmId(`${idPrefix}${sequence}`);
}

export const noEvidence: EvidenceSink = { keep: () => undefined };

export function probeSpec(bootArgs = 'timer=0xd0000000 mode=halt'): VmSpec {
  return { kernel: probeGuest, bootArgs, drives: [], vcpus: 1, memMib: 128 };
}

export function aRequest(overrides: Partial<PrepareRequest> = {}): PrepareRequest {
  return {
    id: nextVmId(),
    spec: probeSpec(),
    uid: 70_000,
    gid: 70_000,
    launch: 'pid-namespace',
    confinement: defaultConfinement(),
    timeline: startTimeline(),
    evidence: noEvidence,
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    ...overrides,
  };
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function listFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** The phases of a trial that boots a VM and ends it. */
export const bootPhases: readonly PhaseName[] = phaseNames.filter(
  (name) =>
    !['network', 'stage', 'load', 'resume', 'pause', 'snapshot', 'launch', 'network_removal', 'end'].includes(
      name,
    ),
);
