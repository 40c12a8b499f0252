import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatIpv4,
  formatIpv4Network,
  formatNetmask,
  isOverlapping,
  parseIpv4,
  parseIpv4Network,
  type Ipv4Network,
} from '../../../../src/host/network/ipv4.ts';

const anyAddress = fc.nat({ max: 0xffff_ffff });
const anyNetwork = fc.tuple(anyAddress, fc.nat({ max: 32 })).map(([address, prefixLength]): Ipv4Network => {
  const size = 2 ** (32 - prefixLength);
  return { address: address - (address % size), prefixLength };
});

describe('parseIpv4()', () => {
  it.each([
    ['0.0.0.0', 0],
    ['10.200.0.1', 180_879_361],
    ['255.255.255.255', 4_294_967_295],
  ])('reads %s', (text, address) => {
    expect(parseIpv4(text)).toBe(address);
  });

  it.each(['', '10.200.0', '10.200.0.256', '010.1.1.1', ' 10.0.0.1', '10.0.0.1/8', '::1', '1.2.3.4.5'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseIpv4(text)).toThrow(
        expect.objectContaining({
          code: 'SPEC_INVALID',
          message: `Cannot read the IPv4 address "${text}": four numbers to 255 are needed`,
        }),
      );
    },
  );

  it('is the inverse of formatIpv4()', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseIpv4(formatIpv4(address))).toBe(address);
      }),
    );
  });
});

describe('parseIpv4Network()', () => {
  it('takes an address alone for a network of one', () => {
    expect(parseIpv4Network('127.0.0.1')).toEqual({ address: 0x7f00_0001, prefixLength: 32 });
  });

  it('is the inverse of formatIpv4Network()', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(parseIpv4Network(formatIpv4Network(network))).toEqual(network);
      }),
    );
  });

  it.each(['10.200.0.0/33', '10.200.0.0/', '10.200.0.0/-1', '10.200.0.0/8/8', '10.200/16', '', '/8'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseIpv4Network(text)).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
    },
  );

  it('names the network that was meant when bits beyond the prefix are set', () => {
    expect(() => parseIpv4Network('10.200.3.1/16')).toThrow(
      expect.objectContaining({
        code: 'SPEC_INVALID',
        message: 'Cannot read the IPv4 network "10.200.3.1/16": bits beyond its prefix are set',
        hint: 'Write "10.200.0.0/16" for the network of this address',
      }),
    );
  });
});

describe('isOverlapping()', () => {
  it.each([
    ['10.0.0.0/8', '10.200.0.0/16', true],
    ['10.200.0.4/30', '10.200.0.6', true],
    ['10.200.0.4/30', '10.200.0.8', false],
    ['0.0.0.0/0', '192.0.2.0/24', true],
    ['128.0.0.0/1', '127.255.255.255', false],
  ])('of %s and %s is %s', (one, other, expected) => {
    expect(isOverlapping(parseIpv4Network(one), parseIpv4Network(other))).toBe(expected);
  });

  it('agrees with the first and last addresses, in either order', () => {
    const last = ({ address, prefixLength }: Ipv4Network): number => address + 2 ** (32 - prefixLength) - 1;
    fc.assert(
      fc.property(anyNetwork, anyNetwork, (one, other) => {
        const expected = one.address <= last(other) && other.address <= last(one);
        expect(isOverlapping(one, other)).toBe(expected);
        expect(isOverlapping(other, one)).toBe(expected);
      }),
    );
  });
});

describe('formatNetmask()', () => {
  it.each([
    [0, '0.0.0.0'],
    [1, '128.0.0.0'],
    [16, '255.255.0.0'],
    [30, '255.255.255.252'],
    [32, '255.255.255.255'],
  ])('of /%i is %s', (prefixLength, mask) => {
    expect(formatNetmask(prefixLength)).toBe(mask);
  });
});
