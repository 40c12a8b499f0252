import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTapName, tapName } from '../../../../src/host/network/tap-name.ts';
import { vmId } from '../../../../src/model/brands.ts';
import { ownedVmId } from '../../../../src/model/vm-ids.ts';

describe('tapName()', () => {
  it('is the same for the same VM and interface', () => {
    expect(tapName(vmId('mvb-4713-143032-1'), 0)).toBe('tap0-2z3tuhpl88');
  });

  it('is a name that the kernel takes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/), fc.nat({ max: 99 }), (id, index) => {
        const name = tapName(vmId(id), index);
        expect(name).toHaveLength(15);
        checkTapName(name);
      }),
    );
  });

  it('differs among the VMs of a run, whose ids differ at their end, and among the interfaces of each', () => {
    const owner = { pid: 4713, startTicks: 143_032 };
    const names = Array.from({ length: 10_000 }, (_, index) =>
      tapName(ownedVmId(owner, Math.floor(index / 100)), index % 100),
    );
    expect(new Set(names).size).toBe(10_000);
  });

  it.each([-1, 100, 0.5, NaN])('refuses the interface %d', (index) => {
    expect(() => tapName(vmId('vm'), index)).toThrow(expect.objectContaining({ code: 'ID_INVALID' }));
  });
});

describe('checkTapName()', () => {
  it.each(['tap0', 'a', 'fc-tap_0.1', 'a23456789012345'])('takes "%s"', (name) => {
    checkTapName(name);
  });

  it.each(['', '-tap', '0tap', 'tap%d', 'tap/0', 'tap 0', 'tap:0', '.', '..', 'a234567890123456'])(
    'refuses "%s"',
    (name) => {
      expect(() => {
        checkTapName(name);
      }).toThrow(expect.objectContaining({ code: 'ID_INVALID' }));
    },
  );
});
