import { describe, expect, it } from 'vitest';
import { tapFailure } from '../../../../src/host/network/tap.ts';

const place = { namespace: 'mvb-1-2-3', name: 'tap0' };
const cannot = 'Cannot make the tap "tap0" in the network namespace "mvb-1-2-3"';

describe('tapFailure()', () => {
  it.each([
    ['ioctl(TUNSETIFF): Device or resource busy', 'NETWORK_FAILED', 'there is one of that name already'],
    ['open: No such file or directory', 'FACILITY_MISSING', 'the kernel has no "/dev/net/tun"'],
    ['open: No such device', 'FACILITY_MISSING', 'the kernel has no "/dev/net/tun"'],
    [
      'Cannot open network namespace "mvb-1-2-3": No such file or directory',
      'NETWORK_FAILED',
      'Cannot run "ip": Cannot open network namespace "mvb-1-2-3": No such file or directory',
    ],
  ])('reads "%s"', (words, code, seen) => {
    const thrown = new Error(`Cannot run "ip": ${words}`);
    expect(tapFailure(place, thrown)).toMatchObject({ code, message: `${cannot}: ${seen}`, cause: thrown });
  });
});
