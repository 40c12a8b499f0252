import { cpus } from 'node:os';
import type { HostFacts } from '../../model/host-facts.ts';
import { parseCpuList } from '../cpu-list.ts';
import type { HostFiles } from '../host-files.ts';
import { colonField } from '../proc-file.ts';

const cpuRoot = '/sys/devices/system/cpu';

type CpuIdentity = Pick<
  HostFacts['identity'],
  'cpuModel' | 'cpuCount' | 'threadsPerCore' | 'numaNodes' | 'microcode' | 'mitigations'
>;

/** The processors as they are built. */
export function readCpuIdentity(files: HostFiles): CpuIdentity {
  const cpuinfo = files.head('/proc/cpuinfo') ?? '';
  const threadsPerCore = countOf(files.text(`${cpuRoot}/cpu0/topology/thread_siblings_list`));
  const microcode = colonField(cpuinfo, 'microcode') ?? files.text(`${cpuRoot}/cpu0/microcode/version`);
  return {
    cpuModel: findCpuModel(cpuinfo),
    cpuCount: countOf(files.text(`${cpuRoot}/online`)) ?? cpus().length,
    numaNodes: countOf(files.text('/sys/devices/system/node/online')) ?? 1,
    mitigations: readMitigations(files),
    ...(threadsPerCore === undefined ? {} : { threadsPerCore }),
    ...(microcode === undefined ? {} : { microcode }),
  };
}

type CpuSettings = Pick<HostFacts['settings'], 'governors' | 'turbo' | 'smt' | 'isolatedCpus'>;

/** What an administrator can change about the processors. */
export function readCpuSettings(files: HostFiles): CpuSettings {
  const turbo = findTurbo(files);
  const smt = files.text(`${cpuRoot}/smt/control`);
  return {
    governors: readGovernors(files),
    isolatedCpus: files.text(`${cpuRoot}/isolated`) ?? '',
    ...(turbo === undefined ? {} : { turbo }),
    ...(smt === undefined ? {} : { smt }),
  };
}

// Arm kernels give no model name, only the numbers of designer and part.
function findCpuModel(cpuinfo: string): string {
  const name = colonField(cpuinfo, 'model name');
  if (name !== undefined) return name;
  const implementer = colonField(cpuinfo, 'CPU implementer');
  const part = colonField(cpuinfo, 'CPU part');
  if (implementer === undefined || part === undefined) return 'unknown';
  return `implementer ${implementer} part ${part}`;
}

function readMitigations(files: HostFiles): Readonly<Record<string, string>> {
  const directory = `${cpuRoot}/vulnerabilities`;
  return Object.fromEntries(
    files.list(directory).flatMap((name) => {
      const text = files.text(`${directory}/${name}`);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function readGovernors(files: HostFiles): readonly string[] {
  const policies = files.list(`${cpuRoot}/cpufreq`).filter((name) => name.startsWith('policy'));
  const governors = policies.flatMap(
    (policy) => files.text(`${cpuRoot}/cpufreq/${policy}/scaling_governor`) ?? [],
  );
  return [...new Set(governors)].sort();
}

// intel_pstate says whether turbo is forbidden, every other cpufreq driver whether boost is allowed.
function findTurbo(files: HostFiles): 'on' | 'off' | undefined {
  const noTurbo = files.text(`${cpuRoot}/intel_pstate/no_turbo`);
  if (noTurbo !== undefined) return noTurbo === '0' ? 'on' : 'off';
  const boost = files.text(`${cpuRoot}/cpufreq/boost`);
  if (boost !== undefined) return boost === '0' ? 'off' : 'on';
  return undefined;
}

function countOf(list: string | undefined): number | undefined {
  return list === undefined || list === '' ? undefined : parseCpuList(list).length;
}
