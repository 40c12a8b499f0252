import { isIPv4 } from 'node:net';
import { BenchError } from '../../base/errors.ts';

/** An IPv4 network: its first address as an unsigned 32-bit number, and how many bits of it are fixed (0 to 32). */
export interface Ipv4Network {
  readonly address: number;
  readonly prefixLength: number;
}

/**
 * A dotted address as an unsigned 32-bit number.
 * @throws BenchError `SPEC_INVALID`
 */
export function parseIpv4(text: string): number {
  if (!isIPv4(text)) {
    throw new BenchError(
      'SPEC_INVALID',
      `Cannot read the IPv4 address "${text}": four numbers to 255 are needed`,
      {
        hint: 'Write it like "10.200.0.1"',
      },
    );
  }
  return text.split('.').reduce((address, part) => address * 256 + Number(part), 0);
}

/** Dotted, without leading zeros. */
export function formatIpv4(address: number): string {
  return ipv4Bytes(address).join('.');
}

/** The four bytes, first one first. */
export function ipv4Bytes(address: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff);
}

/**
 * A network in CIDR notation, "10.200.0.0/16"; an address alone is a network of one.
 * @throws BenchError `SPEC_INVALID`, also when bits beyond the prefix are set
 */
export function parseIpv4Network(text: string): Ipv4Network {
  const [addressText = '', prefixText = '32', ...rest] = text.split('/');
  const prefixLength = /^\d{1,2}$/.test(prefixText) ? Number(prefixText) : NaN;
  if (!isIPv4(addressText) || !(prefixLength <= 32) || rest.length > 0) {
    throw new BenchError(
      'SPEC_INVALID',
      `Cannot read the IPv4 network "${text}": an address and a prefix are needed`,
      {
        hint: 'Write it like "10.200.0.0/16"',
      },
    );
  }
  const network = { address: parseIpv4(addressText), prefixLength };
  if (firstAddress(network.address, prefixLength) === network.address) return network;
  const meant = { address: firstAddress(network.address, prefixLength), prefixLength };
  throw new BenchError(
    'SPEC_INVALID',
    `Cannot read the IPv4 network "${text}": bits beyond its prefix are set`,
    {
      hint: `Write "${formatIpv4Network(meant)}" for the network of this address`,
    },
  );
}

/** CIDR notation, the prefix always there. */
export function formatIpv4Network({ address, prefixLength }: Ipv4Network): string {
  return `${formatIpv4(address)}/${prefixLength}`;
}

/** Whether some address is in both: one of the two then holds the other. */
export function isOverlapping(one: Ipv4Network, other: Ipv4Network): boolean {
  const shared = Math.min(one.prefixLength, other.prefixLength);
  return firstAddress(one.address, shared) === firstAddress(other.address, shared);
}

/** "255.255.255.252" for 30. */
export function formatNetmask(prefixLength: number): string {
  return formatIpv4(netmask(prefixLength));
}

function firstAddress(address: number, prefixLength: number): number {
  return (address & netmask(prefixLength)) >>> 0;
}

// A shift by 32 would be one by 0.
function netmask(prefixLength: number): number {
  return prefixLength === 0 ? 0 : (0xffff_ffff << (32 - prefixLength)) >>> 0;
}
