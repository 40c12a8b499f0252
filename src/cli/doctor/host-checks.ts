import { accessSync, constants, existsSync, mkdirSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openAffinitySetter } from '../../host/affinity.ts';
import { findCgroupMode } from '../../host/cgroup-mode.ts';
import { formatCpuList, readAllowedCpus, readOnlineCpus } from '../../host/cpu-list.ts';
import { requireJailBase, requireKvm, requireRoot } from '../../host/facilities.ts';
import { openHostFiles } from '../../host/host-files.ts';
import { mountOf, parseMountinfo } from '../../host/mountinfo.ts';
import type { Settings } from '../../harness/settings.ts';
import type { Check, CheckVerdict } from './check.ts';

const oldestNode = [20, 19];
const roomGib = 1;

/** What the host itself must offer. */
export function hostChecks(settings: Settings): readonly Check[] {
  return [
    { id: 'platform', run: checkPlatform },
    {
      id: 'root',
      run: (): CheckVerdict => {
        requireRoot();
        return { status: 'ok', seen: 'running as root' };
      },
    },
    {
      id: 'kvm',
      run: (): CheckVerdict => {
        requireKvm();
        return { status: 'ok', seen: '/dev/kvm opens for reading and writing' };
      },
    },
    { id: 'cpus', run: checkCpus },
    { id: 'pinning', run: checkPinning },
    { id: 'cpuset', run: checkCpuset },
    { id: 'jail-base', run: () => checkJailBase(settings) },
    { id: 'results', run: () => checkResults(settings) },
  ];
}

function checkPlatform(): CheckVerdict {
  const seen = `${process.platform} ${process.arch}, Node ${process.versions.node}`;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { status: 'failed', seen, remedy: 'Use Linux on x86-64' };
  }
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    return { status: 'failed', seen, remedy: `Use Node ${oldestNode.join('.')} or newer` };
  }
  return { status: 'ok', seen };
}

function checkCpus(): CheckVerdict {
  const allowed = readAllowedCpus('self');
  const seen = `online ${formatCpuList(readOnlineCpus())}, allowed ${formatCpuList(allowed)}`;
  // One for the harness; VMM, API and one vCPU want a CPU each.
  if (allowed.length >= 4) return { status: 'ok', seen };
  const remedy = 'Use 4 CPUs or more to give the harness and each thread of the smallest microVM its own';
  return { status: 'warning', seen, remedy };
}

async function checkPinning(): Promise<CheckVerdict> {
  const setter = openAffinitySetter();
  await setter.set(process.pid, readAllowedCpus(process.pid));
  const seen = `threads are pinned with ${setter.name}`;
  if (setter.name === 'sched_setaffinity') return { status: 'ok', seen };
  return {
    status: 'warning',
    seen,
    remedy: 'Install the optional package koffi: taskset takes milliseconds a thread',
  };
}

function checkCpuset(): CheckVerdict {
  const mode = findCgroupMode();
  if (mode.kind === 'none') {
    const remedy = 'Mount the cpuset controller (v1), or enable it in the root cgroup (v2)';
    return { status: 'warning', seen: 'no writable cpuset hierarchy', remedy };
  }
  const folder = join(mode.mount, `microvm-bench-doctor-${process.pid}`);
  mkdirSync(folder);
  try {
    if (existsSync(join(folder, 'cpuset.mems')))
      writeFileSync(join(folder, 'cpuset.mems'), formatCpuList(mode.mems));
  } finally {
    rmdirSync(folder);
  }
  return { status: 'ok', seen: `cpuset ${mode.kind} at ${mode.mount}: a cgroup was made and removed` };
}

function checkJailBase(settings: Settings): CheckVerdict {
  const base = settings.jailBase.value;
  requireJailBase(base);
  const mount = mountOf(base, parseMountinfo(openHostFiles().text('/proc/self/mountinfo') ?? ''));
  const bad = ['nodev', 'noexec'].filter((option) => mount?.options.includes(option));
  const { bavail, bsize } = statfsSync(base);
  const freeGib = (bavail * bsize) / 2 ** 30;
  const seen = `${base} on ${mount?.filesystem ?? 'an unknown filesystem'}, ${freeGib.toFixed(1)} GiB free`;
  if (bad.length > 0) {
    return {
      status: 'failed',
      seen: `${seen}, mounted ${bad.join(' and ')}`,
      remedy: 'Choose another --jail-base',
    };
  }
  if (freeGib >= roomGib) return { status: 'ok', seen };
  return {
    status: 'warning',
    seen,
    remedy: 'Make room: each jail holds a copy of Firecracker, a snapshot all of its memory',
  };
}

/** The nearest folder that exists: the results folder itself is made by the first run. */
function checkResults(settings: Settings): CheckVerdict {
  let folder: string = settings.results.value;
  while (!existsSync(folder)) folder = dirname(folder);
  accessSync(folder, constants.W_OK);
  return { status: 'ok', seen: `${settings.results.value} can be written` };
}
