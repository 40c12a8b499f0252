import type { Refusal } from './refusal.ts';

const boot = { path: /^\/actions$/, action: 'boot the microVM' } as const;
const cpuConfigHint = 'Take out of cpuConfig what the CPU or KVM of this host does not have';

/** What comes back from InstanceStart. */
export const startRefusals: readonly Refusal[] = [
  {
    ...boot,
    words: /Error creating KVM object/,
    action: 'open KVM inside the jail',
    code: 'FACILITY_MISSING',
    seen: 'its filesystem has no device nodes, or /dev/kvm is closed to its user',
    hint: 'Put the jail base on a filesystem that is mounted without nodev, and check /dev/kvm with "microvm-bench doctor"',
  },
  {
    ...boot,
    words: /Kernel Loader: Unable to read kernel image/,
    seen: "its kernel is cut off, or does not fit into the guest's memory",
    hint: 'Give the whole vmlinux, or more memMib',
  },
  {
    ...boot,
    words: /failed to load ELF kernel image/,
    seen: 'its kernel is cut off or damaged',
    hint: 'Give the whole vmlinux',
  },
  {
    ...boot,
    words: /Error with initrd initialization/,
    seen: "its initrd does not fit into the guest's memory",
    hint: 'Give it more memMib, or a smaller initrd',
  },
  {
    ...boot,
    words: /command line too long/,
    seen: 'its command line is too long with what Firecracker adds for the devices',
    hint: 'Shorten bootArgs',
  },
  {
    ...boot,
    words: /CPU vendor mismatched/,
    seen: "its CPU template is for another vendor's CPU than that of the host",
    hint: 'Leave cpuTemplate out, or use cpuConfig',
  },
  {
    ...boot,
    words: /not permitted to apply the CPU template/,
    seen: "its CPU template is not for the host's model of CPU",
    hint: 'Leave cpuTemplate out, or use cpuConfig',
  },
  {
    ...boot,
    words: /Missing KVM capabilities/,
    seen: 'its cpuConfig wants a capability that KVM does not have here',
    hint: cpuConfigHint,
  },
  {
    ...boot,
    words: /Failed to get KVM vcpu msr/,
    seen: 'its cpuConfig changes an MSR that KVM does not have here',
    hint: cpuConfigHint,
  },
  {
    ...boot,
    words: /changes a CPUID entry not supported by KVM/,
    seen: 'its cpuConfig changes a CPUID leaf that KVM does not have here',
    hint: cpuConfigHint,
  },
  {
    ...boot,
    words: /Failed to start vCPUs/,
    seen: 'no thread could be made for a vCPU',
    hint: "Raise pids.max of the jail, or the host's limit of threads",
  },
];
