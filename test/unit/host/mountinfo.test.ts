import { describe, expect, it } from 'vitest';
import { mountOf, parseMountinfo } from '../../../src/host/mountinfo.ts';

const text = [
  '31 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw',
  '58 31 259:4 / /srv rw,noatime shared:30 master:2 - xfs /dev/nvme1n1p1 rw,attr2',
  '59 31 0:44 / /srv ro,relatime - tmpfs tmpfs rw,size=4k',
  '61 31 259:5 / /mnt/old\\040disk rw,relatime - btrfs /dev/sdb1 rw',
  'not a mount',
  '',
].join('\n');

describe('parseMountinfo()', () => {
  it('reads mounts with any number of optional fields and leaves out other lines', () => {
    expect(parseMountinfo(text)).toEqual([
      { mountPoint: '/', options: ['rw', 'relatime'], filesystem: 'ext4', superOptions: ['rw'] },
      { mountPoint: '/srv', options: ['rw', 'noatime'], filesystem: 'xfs', superOptions: ['rw', 'attr2'] },
      {
        mountPoint: '/srv',
        options: ['ro', 'relatime'],
        filesystem: 'tmpfs',
        superOptions: ['rw', 'size=4k'],
      },
      { mountPoint: '/mnt/old disk', options: ['rw', 'relatime'], filesystem: 'btrfs', superOptions: ['rw'] },
    ]);
  });
});

describe('mountOf()', () => {
  it.each([
    ['/', 'ext4'],
    ['/srvx', 'ext4'],
    ['/srv', 'tmpfs'],
    ['/srv/jailer/a', 'tmpfs'],
    ['/mnt/old disk/a', 'btrfs'],
  ])('finds the deepest, last mount of %s', (path, filesystem) => {
    expect(mountOf(path, parseMountinfo(text))?.filesystem).toBe(filesystem);
  });

  it('is undefined without mounts', () => {
    expect(mountOf('/srv', [])).toBeUndefined();
  });
});
