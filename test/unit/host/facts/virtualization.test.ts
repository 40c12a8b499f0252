import { describe, expect, it } from 'vitest';
import { findVirtualization } from '../../../../src/host/facts/virtualization.ts';
import { hostFilesOf } from '../host-files-of.ts';

const guest = { '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu hypervisor svm\n' };
const metal = { '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu vmx\n' };
const arm = { '/proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n' };

function firmware(vendor: string, product: string): Readonly<Record<string, string>> {
  return { '/sys/class/dmi/id/sys_vendor': vendor, '/sys/class/dmi/id/product_name': product };
}

describe('findVirtualization()', () => {
  it.each([
    ['amazon', { ...guest, ...firmware('Amazon EC2', 'm6a.xlarge') }],
    ['google', { ...guest, ...firmware('Google', 'Google Compute Engine') }],
    ['microsoft', { ...guest, ...firmware('Microsoft Corporation', 'Virtual Machine') }],
    ['vmware', { ...guest, ...firmware('VMware, Inc.', 'VMware7,1') }],
    ['oracle', { ...guest, ...firmware('innotek GmbH', 'VirtualBox') }],
    ['kvm', { ...guest, ...firmware('OpenStack Foundation', 'OpenStack Nova') }],
    ['qemu', { ...guest, ...firmware('QEMU', 'Standard PC (i440FX + PIIX, 1996)') }],
    ['xen', { ...guest, '/sys/hypervisor/type': 'xen' }],
    ['unknown', guest],
    [
      'kvm',
      { ...guest, '/sys/devices/system/clocksource/clocksource0/available_clocksource': 'kvm-clock tsc' },
    ],
    ['amazon', { ...arm, ...firmware('Amazon EC2', 'm6g.large') }],
  ] as const)('names %s', (name, contents) => {
    expect(findVirtualization(hostFilesOf(contents))).toBe(name);
  });

  it.each([
    ['has no hypervisor flag', { ...metal, ...firmware('Dell Inc.', 'PowerEdge R650') }],
    ['is sold as metal', { ...metal, ...firmware('Amazon EC2', 'm5d.metal') }],
    ['is sold as Arm metal', { ...arm, ...firmware('Amazon EC2', 'm6g.metal') }],
    ['is an Arm server', { ...arm, ...firmware('GIGABYTE', 'R152-P30') }],
  ] as const)('is undefined on a host that %s', (_, contents) => {
    expect(findVirtualization(hostFilesOf(contents))).toBeUndefined();
  });
});
