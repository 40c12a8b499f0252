import { loadavg, uptime } from 'node:os';
import type { HostPath } from '../model/brands.ts';
import type { HostFacts } from '../model/host-facts.ts';
import { readCpuIdentity, readCpuSettings } from './facts/cpu.ts';
import { readClocksource, readKernelIdentity } from './facts/kernel.ts';
import { readMemoryFacts } from './facts/memory.ts';
import { readMountFacts } from './facts/mounts.ts';
import { findVirtualization } from './facts/virtualization.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';

/**
 * Reads what the machine tells of itself, in some milliseconds and without running a tool. A missing file leaves its
 * optional fact out; for a fact that every host has, the system call behind `node:os` answers instead.
 * @param jailBaseDir need not exist yet
 */
export function readHostFacts(jailBaseDir: HostPath, files: HostFiles = openHostFiles()): HostFacts {
  const memory = readMemoryFacts(files);
  const virtualization = findVirtualization(files);
  const clocksource = readClocksource(files);
  const { transparentHugePages, kernelSamepageMerging } = memory;
  return {
    identity: {
      ...readKernelIdentity(files),
      ...readCpuIdentity(files),
      memTotalMib: memory.memTotalMib,
      ...(virtualization === undefined ? {} : { virtualization }),
    },
    settings: {
      ...readCpuSettings(files),
      ...readMountFacts(files, jailBaseDir),
      swapTotalMib: memory.swapTotalMib,
      ...(transparentHugePages === undefined ? {} : { transparentHugePages }),
      ...(kernelSamepageMerging === undefined ? {} : { kernelSamepageMerging }),
      ...(clocksource === undefined ? {} : { clocksource }),
    },
    observed: {
      loadAverage1m: firstNumber(files.text('/proc/loadavg')) ?? loadavg()[0] ?? 0,
      memAvailableMib: memory.memAvailableMib,
      uptimeS: Math.round(firstNumber(files.text('/proc/uptime')) ?? uptime()),
    },
  };
}

function firstNumber(text: string | undefined): number | undefined {
  const match = /^\d+(?:\.\d+)?/.exec(text ?? '');
  return match === null ? undefined : Number(match[0]);
}
