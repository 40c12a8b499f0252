import { ipBootArg } from '../../host/network/guest-network.ts';
import type { GuestAddressing, GuestNetworkSpec } from '../../model/guest-network.ts';
import type { PrepareRequest, RestoreRequest } from '../../model/vm-driver.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { refuse } from './refuse.ts';

/** The spec of a VM with a network of its own, as the VMM is told it. */
export function withGuestNetwork(
  spec: VmSpec,
  wanted: GuestNetworkSpec,
  addressing: GuestAddressing,
): VmSpec {
  const { ifaceId = 'eth0', mmds, subnetRange: _range, ...device } = wanted;
  const { tapName, guestMac } = addressing;
  return {
    ...spec,
    bootArgs: withBootArg(spec.bootArgs, ipBootArg(addressing)),
    networkInterfaces: [{ ifaceId, hostDevName: tapName, guestMac, ...device }],
    ...(mmds === undefined ? {} : { mmds: { ...mmds, interfaces: [ifaceId] } }),
  };
}

/** What follows "--" is init's and not the kernel's (Documentation/admin-guide/kernel-parameters.rst). */
function withBootArg(bootArgs: string, word: string): string {
  const [, kernel = '', init = ''] = /^(.*?)((?:^|\s)--(?:\s.*)?)?$/s.exec(bootArgs) ?? [];
  return `${kernel === '' ? '' : `${kernel} `}${word}${init === '' ? '' : ` ${init.trimStart()}`}`;
}

/** Stands for addresses that are not there yet: no command line is longer than with these. */
const longestAddressing: GuestAddressing = {
  tapName: 'tap0',
  guestMac: '06:00:ff:ff:ff:ff',
  hostIp: '255.255.255.253',
  guestIp: '255.255.255.254',
  prefixLength: 30,
};

/**
 * What is to be checked as the VM's spec before it has addresses.
 * @throws BenchError `SPEC_INVALID` for what contradicts a network of the VM's own
 */
export function specToCheck({
  spec,
  jail,
  guestNetwork,
}: Pick<PrepareRequest, 'spec' | 'jail' | 'guestNetwork'>): VmSpec {
  if (guestNetwork === undefined) return spec;
  if (spec.networkInterfaces !== undefined && spec.networkInterfaces.length > 0)
    refuse('guestNetwork', 'the spec has network interfaces, whose taps would have to be in its namespace');
  if (jail?.networkNamespace !== undefined)
    refuse('guestNetwork', 'the jail has a network namespace already, and a VMM is in one alone');
  if (spec.mmds !== undefined && guestNetwork.mmds !== undefined)
    refuse('guestNetwork', 'the spec has a metadata service, too');
  if (/(?:^|\s)ip=/.test(spec.bootArgs)) refuse('guestNetwork', 'bootArgs have an "ip=" of their own');
  return withGuestNetwork(spec, guestNetwork, longestAddressing);
}

/** @throws BenchError `SPEC_INVALID` for what contradicts the network that a snapshot brings along */
export function checkRestoredNetwork({
  snapshot,
  jail,
  networkOverrides = [],
}: Pick<RestoreRequest, 'snapshot' | 'jail' | 'networkOverrides'>): void {
  if (snapshot.guestNetwork === undefined) return;
  if (jail?.networkNamespace !== undefined)
    refuse('the snapshot', 'it gets a network of its own, and the jail has a network namespace already');
  if (networkOverrides.length > 0)
    refuse('the snapshot', 'it gets a network of its own, with the tap that it knows; overrides name others');
}
