import { BenchError } from '../../base/errors.ts';
import type { VmOwner } from '../../model/vm-ids.ts';
import { openClaims } from './claims.ts';
import { readHostNetworks } from './host-routes.ts';
import { formatIpv4, formatIpv4Network, isOverlapping, parseIpv4Network, type Ipv4Network } from './ipv4.ts';
import { currentOwner, isOwnerAlive } from '../vm-owner.ts';

/** Of the four addresses of a /30 the first names the network and the last is its broadcast. */
export interface Subnet {
  readonly hostIp: string;
  readonly guestIp: string;
  readonly prefixLength: 30;
}

/** A subnet that no other process on this host has, until it is disposed of. */
export interface SubnetClaim extends AsyncDisposable {
  readonly subnet: Subnet;
}

export interface SubnetAllocator {
  /**
   * Claims the lowest subnet that is free: a VM after another has the same addresses.
   * @throws BenchError `SUBNET_UNAVAILABLE` when none is free
   */
  readonly claim: () => SubnetClaim;
}

export interface SubnetRange {
  /** CIDR notation, /8 to /30. */
  readonly range?: string;
  /** Where the processes of this host keep their claims. */
  readonly directory?: string;
}

const defaultSubnetRange = '10.200.0.0/16';
export const defaultSubnetDirectory = '/run/microvm-bench/subnets';

/**
 * Opens the range for this process, with the routes that the host has now.
 * @throws BenchError `SPEC_INVALID`, `SUBNET_UNAVAILABLE`, `FACILITY_MISSING`, `NETWORK_FAILED`
 */
export async function openSubnetAllocator(options: SubnetRange = {}): Promise<SubnetAllocator> {
  return createSubnetAllocator({
    range: options.range ?? defaultSubnetRange,
    directory: options.directory ?? defaultSubnetDirectory,
    hostNetworks: await readHostNetworks(),
    owner: currentOwner(),
    isAlive: isOwnerAlive,
  });
}

export interface SubnetAllocatorOptions extends Required<SubnetRange> {
  /** No subnet that overlaps one of these is handed out. */
  readonly hostNetworks: readonly Ipv4Network[];
  readonly owner: VmOwner;
  readonly isAlive: (owner: VmOwner) => boolean;
}

/** @throws BenchError `SPEC_INVALID`; `SUBNET_UNAVAILABLE` when the host itself uses all of the range; `FACILITY_MISSING` */
export function createSubnetAllocator(options: SubnetAllocatorOptions): SubnetAllocator {
  const range = parseRange(options.range);
  const obstacles = options.hostNetworks.filter((network) => isOverlapping(network, range));
  if (subnetsIn(range, obstacles).next().done === true) throw rangeInUse(options.range, obstacles);
  const claims = openClaims(options);
  return {
    claim(): SubnetClaim {
      for (const network of subnetsIn(range, obstacles)) {
        const name = formatIpv4Network(network).replace('/', '-');
        if (claims.take(name)) return holdClaim(network, { release: claims.release, name });
      }
      throw rangeExhausted(options.range);
    },
  };
}

const subnetPrefixLength = 30;
const subnetSize = 4;

/** The /30 networks of a range, lowest first, without those that overlap an obstacle. */
function* subnetsIn(range: Ipv4Network, obstacles: readonly Ipv4Network[]): Generator<Ipv4Network> {
  const end = range.address + 2 ** (32 - range.prefixLength);
  for (let address = range.address; address < end; address += subnetSize) {
    const subnet = { address, prefixLength: subnetPrefixLength };
    if (!obstacles.some((each) => isOverlapping(each, subnet))) yield subnet;
  }
}

interface Held {
  readonly name: string;
  readonly release: (name: string) => void;
}

function holdClaim({ address }: Ipv4Network, { name, release }: Held): SubnetClaim {
  // A second disposal must not release what this process has claimed again since.
  let isHeld = true;
  return {
    subnet: {
      hostIp: formatIpv4(address + 1),
      guestIp: formatIpv4(address + 2),
      prefixLength: subnetPrefixLength,
    },
    [Symbol.asyncDispose](): Promise<void> {
      if (isHeld) release(name);
      isHeld = false;
      return Promise.resolve();
    },
  };
}

function parseRange(text: string): Ipv4Network {
  const range = parseIpv4Network(text);
  if (range.prefixLength >= 8 && range.prefixLength <= subnetPrefixLength) return range;
  throw new BenchError('SPEC_INVALID', `Cannot use the range "${text}": a prefix from /8 to /30 is needed`, {
    hint: 'Each microVM takes a /30; the default is "10.200.0.0/16"',
  });
}

function rangeInUse(range: string, obstacles: readonly Ipv4Network[]): BenchError {
  const routes = obstacles.map(formatIpv4Network).join(', ');
  return new BenchError(
    'SUBNET_UNAVAILABLE',
    `Cannot use the range "${range}": the host has routes to ${routes}`,
    {
      hint: 'Choose a subnetRange that no route of "ip route show table all" overlaps',
    },
  );
}

function rangeExhausted(range: string): BenchError {
  return new BenchError(
    'SUBNET_UNAVAILABLE',
    `Cannot claim a subnet of "${range}": each is claimed already`,
    {
      hint: 'Choose a larger subnetRange; each microVM that lives takes a /30 of it',
    },
  );
}
