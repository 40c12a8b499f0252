import { describe, expect, it } from 'vitest';
import { parseRoutes } from '../../../../src/host/network/host-routes.ts';
import { formatIpv4Network } from '../../../../src/host/network/ipv4.ts';

function networksOf(routes: unknown): readonly string[] {
  return parseRoutes(JSON.stringify(routes)).map(formatIpv4Network);
}

describe('parseRoutes()', () => {
  it('keeps networks and addresses of every table and type, but no default route', () => {
    expect(
      networksOf([
        { dst: 'default', gateway: '192.0.2.1', dev: 'eth0', flags: [] },
        {
          dst: '192.0.2.0/24',
          dev: 'eth0',
          protocol: 'kernel',
          scope: 'link',
          prefsrc: '192.0.2.2',
          flags: [],
        },
        { type: 'local', dst: '192.0.2.2', dev: 'eth0', table: 'local', protocol: 'kernel', flags: [] },
        { type: 'unreachable', dst: '10.0.0.0/8', dev: 'lo', table: '42', metric: 1024, flags: [] },
      ]),
    ).toEqual(['192.0.2.0/24', '192.0.2.2/32', '10.0.0.0/8']);
  });

  it('takes the two halves that a VPN client sets for a default route', () => {
    expect(networksOf([{ dst: '0.0.0.0/1' }, { dst: '128.0.0.0/1' }, { dst: '10.8.0.1' }])).toEqual([
      '10.8.0.1/32',
    ]);
  });

  it.each(['', '\n', '[ ]'])('takes %j for no route', (text) => {
    expect(parseRoutes(text)).toEqual([]);
  });

  it.each([
    ['Usage: ip [ OPTIONS ]', 'Cannot read the routes of "ip": "Usage: ip [ OPTIONS ]" is not JSON'],
    ['[{"gateway":"1.2.3.4"}]', 'Cannot read the routes of "ip": "[0].dst" is missing (expected string)'],
  ])('refuses %s', (text, message) => {
    expect(() => parseRoutes(text)).toThrow(expect.objectContaining({ code: 'NETWORK_FAILED', message }));
  });
});
