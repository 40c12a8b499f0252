import type { HostFacts } from '../model/host-facts.ts';
import type { RunManifest } from '../model/run.ts';

type Fact = readonly [name: string, value: string];

/** Names and values under a title. */
export interface FactTable {
  readonly title: string;
  /** What stands in it, after the title and a colon. */
  readonly explanation: string;
  readonly facts: readonly Fact[];
}

/** The machine of a run: what it is, how it was set and how busy it was. What the host does not tell stands there as such. */
export function hostFactTables({
  host,
  measuredCpus,
  harnessCpus,
}: Pick<RunManifest, 'measuredCpus' | 'harnessCpus'> & { readonly host: HostFacts }): Readonly<
  Record<'identity' | 'settings' | 'observed', FactTable>
> {
  const cpus: readonly Fact[] = [
    ['measured CPUs', listText(measuredCpus)],
    ['harness on CPUs', listText(harnessCpus)],
  ];
  return {
    identity: {
      title: 'Identity',
      explanation: 'two runs can be compared only where these are equal',
      facts: identityFacts(host),
    },
    settings: {
      title: 'Settings',
      explanation: 'what could have been set otherwise',
      facts: [...settingFacts(host), ...cpus],
    },
    observed: { title: 'Observed', explanation: 'at the start of the run', facts: observedFacts(host) },
  };
}

function identityFacts({ identity }: HostFacts): readonly Fact[] {
  return [
    ['host', identity.hostname],
    ['architecture', identity.architecture],
    ['CPU', identity.cpuModel],
    ['CPUs', `${identity.cpuCount}, threads a core: ${toldText(identity.threadsPerCore)}`],
    ['NUMA nodes', String(identity.numaNodes)],
    ['microcode', toldText(identity.microcode)],
    ['memory', `${identity.memTotalMib} MiB`],
    ['kernel', identity.kernel],
    ['kernel command line', identity.kernelCommandLine],
    ['distribution', toldText(identity.distribution)],
    ['virtualization', identity.virtualization ?? 'none seen'],
    ['KVM modules', listText(identity.kvmModules)],
    ...mitigationFacts(identity.mitigations),
  ];
}

/** A row a vulnerability that the CPU has; those that it has not share one. */
function mitigationFacts(mitigations: HostFacts['identity']['mitigations']): readonly Fact[] {
  const isUnaffected = ([, value]: readonly [string, string]): boolean => value === 'Not affected';
  const all = Object.entries(mitigations);
  const unaffected = all.filter(isUnaffected).map(([name]) => name);
  return [
    ...all
      .filter((entry) => !isUnaffected(entry))
      .map(([name, value]): Fact => [`mitigation ${name}`, value]),
    ...(unaffected.length > 0 ? [['CPU not affected by', listText(unaffected)] as const] : []),
  ];
}

function settingFacts({ settings }: HostFacts): readonly Fact[] {
  return [
    ['frequency governors', listText(settings.governors)],
    ['turbo', toldText(settings.turbo)],
    ['SMT', toldText(settings.smt)],
    ['transparent huge pages', toldText(settings.transparentHugePages)],
    ['kernel samepage merging', toldText(settings.kernelSamepageMerging)],
    ['swap', `${settings.swapTotalMib} MiB`],
    ['isolated CPUs', settings.isolatedCpus === '' ? 'none' : settings.isolatedCpus],
    ['clock source', toldText(settings.clocksource)],
    ['cgroup', settings.cgroup],
    ['file system of the jails', settings.jailFilesystem],
  ];
}

function observedFacts({ observed }: HostFacts): readonly Fact[] {
  return [
    ['load average, 1 min', String(observed.loadAverage1m)],
    ['available memory', `${observed.memAvailableMib} MiB`],
    ['uptime', `${observed.uptimeS} s`],
  ];
}

function toldText(value: string | number | undefined): string {
  return value === undefined ? 'not told' : String(value);
}

function listText(values: readonly (string | number)[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
