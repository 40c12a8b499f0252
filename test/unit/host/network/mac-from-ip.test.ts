import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4 } from '../../../../src/host/network/ipv4.ts';
import { macFromIp } from '../../../../src/host/network/mac-from-ip.ts';

describe('macFromIp()', () => {
  it.each([
    ['10.200.0.2', '06:00:0a:c8:00:02'],
    ['192.168.241.2', '06:00:c0:a8:f1:02'],
    ['255.255.255.255', '06:00:ff:ff:ff:ff'],
  ])('of %s is %s', (ip, mac) => {
    expect(macFromIp(ip)).toBe(mac);
  });

  it('keeps all of the address, behind a locally administered unicast prefix', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), (address) => {
        const bytes = macFromIp(formatIpv4(address))
          .split(':')
          .map((byte) => parseInt(byte, 16));
        expect(bytes.slice(2).join('.')).toBe(formatIpv4(address));
        expect((bytes[0] ?? 0) & 0b11).toBe(0b10);
      }),
    );
  });

  it.each(['10.200.0', '10.200.0.300', 'fe80::1', 'guest'])('refuses "%s"', (ip) => {
    expect(() => macFromIp(ip)).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
  });
});
