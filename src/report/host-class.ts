import type { HostFacts } from '../model/host-facts.ts';

/** The host's name, or that an imported run does not tell it. */
export function hostName(host: HostFacts | undefined): string {
  return host?.identity.hostname ?? 'not told';
}

/** What kind of machine it is, in one line: whether numbers of it can be anybody else's. */
export function hostClass({ identity }: HostFacts): string {
  const { virtualization, cpuModel, cpuCount, memTotalMib, kernel, architecture } = identity;
  const kind = virtualization === undefined ? 'no hypervisor seen' : `itself a guest of ${virtualization}`;
  const memory = `${Math.round(memTotalMib / 1024)} GiB`;
  return `${cpuModel} (${architecture}), ${cpuCount} CPUs, ${memory}, Linux ${kernel}, ${kind}`;
}
