import { describe, expect, it } from 'vitest';
import { ipBootArg } from '../../../../src/host/network/guest-network.ts';

describe('ipBootArg()', () => {
  it('sets up eth0 without asking anybody', () => {
    const addressing = {
      tapName: 'tap0',
      guestMac: '06:00:0a:c8:00:02',
      hostIp: '10.200.0.1',
      guestIp: '10.200.0.2',
      prefixLength: 30,
    };
    expect(ipBootArg(addressing)).toBe('ip=10.200.0.2::10.200.0.1:255.255.255.252::eth0:off');
  });
});
