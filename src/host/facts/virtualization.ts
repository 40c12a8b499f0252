import type { HostFiles } from '../host-files.ts';
import { colonField } from '../proc-file.ts';

// What hypervisors write into the firmware tables of their guests; names as systemd-detect-virt(1) gives them.
const vendors: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/amazon ec2/i, 'amazon'],
  [/google compute engine/i, 'google'],
  [/microsoft corporation virtual machine/i, 'microsoft'],
  [/vmware/i, 'vmware'],
  [/innotek|virtualbox/i, 'oracle'],
  [/xen/i, 'xen'],
  [/bhyve/i, 'bhyve'],
  [/parallels/i, 'parallels'],
  [/kvm|openstack|rhev|ovirt|digitalocean|hetzner vserver/i, 'kvm'],
];

/**
 * The hypervisor below this host, "unknown" when it hides its name; undefined on bare metal. x86 guests are told by
 * the CPUID flag that hypervisors set; Arm has none, there the firmware's names decide alone.
 */
export function findVirtualization(files: HostFiles): string | undefined {
  const firmware = ['sys_vendor', 'product_name']
    .map((name) => files.text(`/sys/class/dmi/id/${name}`) ?? '')
    .join(' ');
  const named = vendors.find(([pattern]) => pattern.test(firmware))?.[1];
  const emulator = /qemu/i.test(firmware) ? 'qemu' : undefined;
  const flags = colonField(files.head('/proc/cpuinfo') ?? '', 'flags');
  if (flags === undefined) return /\.metal\b/.test(firmware) ? undefined : (named ?? emulator);
  if (!flags.split(' ').includes('hypervisor')) return undefined;
  return named ?? files.text('/sys/hypervisor/type') ?? findByClocksource(files) ?? emulator ?? 'unknown';
}

// QEMU's guests, and those without firmware tables, as Firecracker's are, have their hypervisor's clock to choose.
function findByClocksource(files: HostFiles): string | undefined {
  const clocks = files.text('/sys/devices/system/clocksource/clocksource0/available_clocksource') ?? '';
  if (clocks.includes('kvm-clock')) return 'kvm';
  return clocks.includes('hyperv') ? 'microsoft' : undefined;
}
