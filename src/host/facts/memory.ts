import { freemem, totalmem } from 'node:os';
import type { HostFacts } from '../../model/host-facts.ts';
import type { HostFiles } from '../host-files.ts';
import { parseKib } from '../host-memory.ts';

type MemoryFacts = Pick<HostFacts['identity'], 'memTotalMib'> &
  Pick<HostFacts['settings'], 'swapTotalMib' | 'transparentHugePages' | 'kernelSamepageMerging'> &
  Pick<HostFacts['observed'], 'memAvailableMib'>;

const samepageMergingWords: Readonly<Record<string, string>> = { 0: 'off', 1: 'on', 2: 'unmerging' };

/** Main memory, swap, and what the kernel does to pages on its own. */
export function readMemoryFacts(files: HostFiles): MemoryFacts {
  const meminfo = files.text('/proc/meminfo') ?? '';
  const hugePages = findChoice(files.text('/sys/kernel/mm/transparent_hugepage/enabled'));
  const merging = files.text('/sys/kernel/mm/ksm/run');
  return {
    memTotalMib: findMib(meminfo, 'MemTotal') ?? toMib(totalmem() / 1024),
    memAvailableMib: findMib(meminfo, 'MemAvailable') ?? toMib(freemem() / 1024),
    swapTotalMib: findMib(meminfo, 'SwapTotal') ?? 0,
    ...(hugePages === undefined ? {} : { transparentHugePages: hugePages }),
    ...(merging === undefined ? {} : { kernelSamepageMerging: samepageMergingWords[merging] ?? merging }),
  };
}

// The kernel lists all choices and puts the one in force into brackets: "always [madvise] never".
function findChoice(text: string | undefined): string | undefined {
  return /\[(.+?)\]/.exec(text ?? '')?.[1];
}

function findMib(meminfo: string, name: string): number | undefined {
  const valueKib = parseKib(meminfo, name);
  return valueKib === undefined ? undefined : toMib(valueKib);
}

function toMib(kib: number): number {
  return Math.round(kib / 1024);
}
