import { afterEach, describe, expect, it } from 'vitest';
import { runIp } from '../../../../src/host/network/run-ip.ts';

describe('runIp()', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it('tells a host without iproute2 what to install', async () => {
    process.env['PATH'] = '/nowhere';
    await expect(runIp(['-V'])).rejects.toMatchObject({
      code: 'FACILITY_MISSING',
      message: 'Cannot run "ip": there is no such tool on this host',
      hint: 'Install iproute2: apt-get install iproute2',
    });
  });
});
