import type { CleanupStack } from '../../base/cleanup-stack.ts';
import {
  openGuestNetwork,
  type AddressingSource,
  type GuestNetwork,
} from '../../host/network/guest-network.ts';
import { openSubnetAllocator, type SubnetAllocator } from '../../host/network/subnet-allocator.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import { withGuestNetwork } from './guest-network-spec.ts';

/** Opens each range when the first VM wants a subnet of it. */
export type OpenSubnets = (range: string | undefined) => Promise<SubnetAllocator>;

/** @param directory where the claims are kept; by default that of all harnesses on this host */
export function createSubnets(directory?: string): OpenSubnets {
  const opened = new Map<string | undefined, SubnetAllocator>();
  return async (range) => {
    const known = opened.get(range);
    if (known !== undefined) return known;
    const subnets = await openSubnetAllocator({
      ...(range === undefined ? {} : { range }),
      ...(directory === undefined ? {} : { directory }),
    });
    opened.set(range, subnets);
    return subnets;
  };
}

/** Opens the VM's network; `cleanup` removes it. Both are phases of their own. */
export async function enterNetwork(
  request: PrepareRequest,
  addressing: AddressingSource,
  cleanup: CleanupStack,
): Promise<GuestNetwork> {
  const { id, uid, gid, timeline } = request;
  const network = await openGuestNetwork({ id, ownerUid: uid, ownerGid: gid, addressing, ...mtuOf(request) });
  cleanup.defer('remove the network', async () => {
    await network[Symbol.asyncDispose]();
    timeline.endPhase('network_removal');
  });
  timeline.endPhase('network');
  return network;
}

/** A restored VM's spec has the interface already. */
function mtuOf({ guestNetwork, spec }: PrepareRequest): { readonly mtu?: number } {
  const mtu = (guestNetwork ?? spec.networkInterfaces?.[0])?.mtu;
  return mtu === undefined ? {} : { mtu };
}

/** The request of a VM whose network is open. */
export function inNetwork(request: PrepareRequest, network: GuestNetwork): PrepareRequest {
  const { guestNetwork, spec, jail } = request;
  return {
    ...request,
    // A restored VM was told of it when it was booted.
    spec: guestNetwork === undefined ? spec : withGuestNetwork(spec, guestNetwork, network),
    jail: { ...jail, networkNamespace: network.namespacePath },
  };
}
