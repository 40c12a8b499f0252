import { CleanupStack } from '../../base/cleanup-stack.ts';
import type { HostPath, VmId } from '../../model/brands.ts';
import type { GuestAddressing } from '../../model/guest-network.ts';
import { formatNetmask } from './ipv4.ts';
import { macFromIp } from './mac-from-ip.ts';
import { openNetworkNamespace } from './network-namespace.ts';
import type { SubnetAllocator } from './subnet-allocator.ts';
import { openTap } from './tap.ts';
import { tapName } from './tap-name.ts';

/** The network of one VM: a point-to-point link between a namespace and the guest. Disposal removes all of it. */
export interface GuestNetwork extends GuestAddressing, AsyncDisposable {
  /** The namespace, named by the VM's id. */
  readonly namespace: string;
  /** What the jailer takes as `--netns`. */
  readonly namespacePath: HostPath;
}

export type AddressingSource =
  | { readonly kind: 'claimed'; readonly subnets: SubnetAllocator }
  /**
   * For a VM that is restored: it still has the MAC, the IP and the tap's name of the VM in the snapshot. In namespaces
   * of their own, any number of clones may have the same at once.
   */
  | { readonly kind: 'copied'; readonly original: GuestAddressing };

export interface GuestNetworkRequest {
  readonly id: VmId;
  /** The jail's user and group. */
  readonly ownerUid: number;
  readonly ownerGid: number;
  readonly addressing: AddressingSource;
  /** Of the tap; the kernel's default is 1500. */
  readonly mtu?: number;
}

/**
 * Makes the network of one VM. The caller disposes of it after the VM is gone. When it throws, nothing is left.
 * @throws BenchError `SUBNET_UNAVAILABLE`, `NETWORK_FAILED`, `FACILITY_MISSING`, `ID_INVALID`
 */
export async function openGuestNetwork(request: GuestNetworkRequest): Promise<GuestNetwork> {
  const { id, ownerUid, ownerGid, mtu } = request;
  await using cleanup = new CleanupStack();
  const addressing = takeAddressing(request, cleanup);
  const namespace = cleanup.use('remove the network namespace', await openNetworkNamespace(id));
  const tap = await openTap({
    namespace: namespace.name,
    name: addressing.tapName,
    ownerUid,
    ownerGid,
    address: addressing.hostIp,
    prefixLength: addressing.prefixLength,
    ...(mtu === undefined ? {} : { mtu }),
  });
  cleanup.use('delete the tap', tap);
  const owned = cleanup.move();
  return {
    ...addressing,
    namespace: namespace.name,
    namespacePath: namespace.path,
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}

function takeAddressing({ id, addressing }: GuestNetworkRequest, cleanup: CleanupStack): GuestAddressing {
  switch (addressing.kind) {
    case 'claimed': {
      const { subnet } = cleanup.use('release the subnet', addressing.subnets.claim());
      return { ...subnet, guestMac: macFromIp(subnet.guestIp), tapName: tapName(id, 0) };
    }
    case 'copied':
      return addressingOf(addressing.original);
  }
}

/** The addresses of a network, and nothing else of it. */
export function addressingOf(network: GuestAddressing): GuestAddressing {
  const { tapName, guestMac, hostIp, guestIp, prefixLength } = network;
  return { tapName, guestMac, hostIp, guestIp, prefixLength };
}

/**
 * For the guest's command line: the kernel sets up eth0 itself (Documentation/admin-guide/nfs/nfsroot.rst, `ip=`).
 * `ip=<guest>::<gateway>:<mask>::<device>:<autoconf>`, the server's and the guest's own name left empty.
 */
export function ipBootArg({ guestIp, hostIp, prefixLength }: GuestAddressing): string {
  return `ip=${guestIp}::${hostIp}:${formatNetmask(prefixLength)}::eth0:off`;
}
