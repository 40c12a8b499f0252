import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hostPath, type HostPath } from '../../src/model/brands.ts';
import type { PrepareRequest } from '../../src/model/vm-driver.ts';
import { launchModes, type CgroupSetting, type VmSpec } from '../../src/model/vm-spec.ts';
import { expectFault, leftOf, type Told } from './faults.ts';
import { makeTestFolder } from './run-tool.ts';
import { filterWithout } from './seccomp-filter.ts';
import { skipFor } from './skips.ts';
import {
  aRequest,
  makeJailBase,
  openTestDriver,
  probeSpec,
  useTestDriver,
  type TestDriver,
} from './support.ts';

const folder = makeTestFolder();
afterAll(() => {
  folder[Symbol.dispose]();
});

/** A sparse file of zeros. */
function file(name: string, bytes: number): HostPath {
  const path = join(folder.path, name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return hostPath(path);
}

const fileOf = (name: string, content: string | Buffer): HostPath => {
  writeFileSync(join(folder.path, name), content);
  return hostPath(join(folder.path, name));
};

function halfKernel(): HostPath {
  const path = hostPath(join(folder.path, 'half'));
  copyFileSync(probeSpec().kernel, path);
  truncateSync(path, 5000);
  return path;
}

interface Fault extends Told {
  readonly what: string;
  readonly spec?: Partial<VmSpec>;
  readonly request?: Partial<PrepareRequest>;
}

const limits = (...settings: readonly CgroupSetting[]): Partial<PrepareRequest> => ({
  jail: { cgroups: { version: 1, settings } },
});
const withArguments = (...firecrackerArguments: readonly string[]): Partial<PrepareRequest> => ({
  jail: { firecrackerArguments },
});
/** Lies in the jail by its name. */
const drive = (path: HostPath): VmSpec['drives'] => [
  { driveId: 'a', path, isRootDevice: false, isReadOnly: true },
];

const kernelLoader = /failed to load ELF kernel image/;
const boots: readonly Fault[] = [
  {
    what: 'a kernel of which there is only the beginning',
    spec: { kernel: fileOf('cut', '\x7fELF and no more') },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: its kernel is cut off or damaged',
    cause: /^Cannot PUT \/actions: Firecracker answered 400, ".*Kernel Loader: Unable to read elf header"/,
  },
  {
    what: 'half a kernel',
    spec: { kernel: halfKernel() },
    code: 'VM_API_REJECTED',
    says: "Cannot boot the microVM: its kernel is cut off, or does not fit into the guest's memory",
    cause: kernelLoader,
  },
  {
    what: 'less memory than the kernel takes',
    spec: { memMib: 1 },
    code: 'VM_API_REJECTED',
    says: "Cannot boot the microVM: its kernel is cut off, or does not fit into the guest's memory",
    cause: kernelLoader,
    hint: /memMib/,
  },
  {
    what: "an initrd that is larger than the guest's memory",
    spec: { initrd: file('large', 200 * 1_048_576) },
    code: 'VM_API_REJECTED',
    says: "Cannot boot the microVM: its initrd does not fit into the guest's memory",
    cause: /Failed to compute the initrd address/,
  },
  {
    what: 'an initrd that is empty',
    spec: { initrd: file('empty', 0) },
    code: 'SPEC_INVALID',
    says: `Cannot use initrd of the microVM: "${join(folder.path, 'empty')}" is empty`,
  },
  {
    what: 'a command line that Firecracker makes too long',
    spec: { bootArgs: 'x'.repeat(2040), drives: drive(file('image', 4096)) },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: its command line is too long with what Firecracker adds for the devices',
    cause: /Inserting string would make command line too long/,
    hint: /bootArgs/,
  },
  {
    what: 'a CPU template that there is not',
    spec: { cpuTemplate: 'T9' },
    code: 'VM_API_REJECTED',
    says: /^Cannot PUT \/machine-config: Firecracker answered 400, ".*unknown variant `T9`, expected one of/,
  },
  {
    what: 'a custom template with an unknown field',
    spec: { cpuConfig: { bogus: [] } },
    code: 'VM_API_REJECTED',
    says: /^Cannot PUT \/cpu-config: Firecracker answered 400, ".*unknown field `bogus`, expected one of/,
  },
  {
    what: 'a custom template with a capability that there is not',
    spec: { cpuConfig: { kvm_capabilities: ['60000'], cpuid_modifiers: [], msr_modifiers: [] } },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: its cpuConfig wants a capability that KVM does not have here',
    cause: /Missing KVM capabilities: 0xea60/,
    hint: /cpuConfig/,
  },
  {
    what: 'a custom template with an MSR that there is not',
    spec: {
      cpuConfig: {
        kvm_capabilities: [],
        cpuid_modifiers: [],
        msr_modifiers: [{ addr: '0xfff1', bitmap: '0b1' }],
      },
    },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: its cpuConfig changes an MSR that KVM does not have here',
    cause: /Failed to get KVM vcpu msr: 0xfff1/,
  },
  {
    what: 'a custom template with a CPUID leaf that there is not',
    spec: {
      cpuConfig: {
        kvm_capabilities: [],
        cpuid_modifiers: [
          { leaf: '0x77', subleaf: '0x0', flags: 0, modifiers: [{ register: 'eax', bitmap: '0b1' }] },
        ],
        msr_modifiers: [],
      },
    },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: its cpuConfig changes a CPUID leaf that KVM does not have here',
    cause: /Leaf: 77, Subleaf: 0/,
  },
  {
    what: 'more files than the VMM may open, at its start',
    request: { jail: { resourceLimits: { noFile: 8 } } },
    code: 'VMM_EXITED',
    says: /^Cannot go on with the microVM: Firecracker ended with .*No file descriptors available \(os error 24\)"$/,
    hint: /noFile/,
  },
  {
    what: 'more files than the VMM may open, in a panic',
    request: { jail: { resourceLimits: { noFile: 11 } } },
    code: 'VMM_EXITED',
    says: /its last words were "Firecracker panicked at \S+ Unable to create EventManager: Epoll\(Error\(24\)\)"$/,
    hint: /noFile/,
  },
  {
    what: 'more files than the VMM may open, at a request',
    request: { jail: { resourceLimits: { noFile: 14 } } },
    code: 'VM_API_REJECTED',
    says: 'Cannot PUT /boot-source: Firecracker may not open more files',
    cause: /No file descriptors available/,
    hint: /noFile/,
  },
  {
    what: 'a limit of file size that not even a log keeps',
    request: { jail: { resourceLimits: { fsizeBytes: 10 } } },
    code: 'SPEC_INVALID',
    says: 'Cannot use resourceLimits of the jail: fsizeBytes 10 is less than the 65536 of a log',
  },
  {
    what: 'a file in place of a network namespace',
    request: { jail: { networkNamespace: fileOf('netns', 'x') } },
    code: 'SPEC_INVALID',
    says: `Cannot use networkNamespace of the jail: "${join(folder.path, 'netns')}" is not a namespace`,
  },
  {
    what: 'a namespace of another kind',
    request: { jail: { networkNamespace: hostPath('/proc/self/ns/pid') } },
    code: 'JAILER_FAILED',
    says: /^Cannot jail Firecracker: the jailer ended with signal \d+, "Failed to join network namespace: netns: Invalid/,
  },
  {
    what: 'a cgroup file that there is not',
    request: limits({ file: 'memory.nope', value: '1' }),
    code: 'JAILER_FAILED',
    says: /^Cannot jail Firecracker: the jailer ended with signal \d+, "Failed to read file .*memory\.nope .*No such file/,
  },
  {
    what: 'a cgroup controller that there is not',
    request: limits({ file: 'nope.max', value: '1' }),
    code: 'JAILER_FAILED',
    says: /^Cannot jail Firecracker: the jailer ended with signal \d+, "Controller nope is unavailable"$/,
  },
  {
    what: 'a value that a cgroup file does not take',
    request: limits({ file: 'memory.limit_in_bytes', value: 'many' }),
    code: 'JAILER_FAILED',
    says: /"Failed to write to .*memory\.limit_in_bytes: Invalid argument \(os error 22\)"$/,
  },
  {
    what: 'a controller that is not in cgroup v2',
    request: {
      confinement: { kind: 'affinity', cpus: [1] },
      jail: { cgroups: { version: 2, settings: [{ file: 'cpu.max', value: '1' }] } },
    },
    code: 'JAILER_FAILED',
    says: /"Controller cpu is unavailable"$/,
  },
  {
    what: 'less memory in its cgroup than the VMM takes',
    request: limits({ file: 'memory.limit_in_bytes', value: '1048576' }),
    code: 'VMM_EXITED',
    says: 'Cannot go on with the microVM: Firecracker was killed by the kernel: the memory of its cgroup was used up',
    hint: /memory limit/,
  },
  {
    what: 'no task in its cgroup for the VMM',
    request: limits({ file: 'pids.max', value: '1' }),
    code: 'JAILER_FAILED',
    says: /"Failed cloning into a new child process: Resource temporarily unavailable \(os error 11\)"$/,
  },
  {
    what: 'no task in its cgroup for the API',
    request: { ...limits({ file: 'pids.max', value: '1' }), launch: 'attached' },
    code: 'VMM_EXITED',
    says: /its last words were "Firecracker panicked at \S+ API thread spawn failed\.: .*Resource temporarily unavailable/,
    hint: /pids\.max/,
  },
  {
    // Attached there is no jailer beside it for a moment.
    what: 'no task in its cgroup for the vCPU',
    request: { ...limits({ file: 'pids.max', value: '2' }), launch: 'attached' },
    code: 'VM_API_REJECTED',
    says: 'Cannot boot the microVM: no thread could be made for a vCPU',
    cause: /Failed to start vCPUs/,
    hint: /pids\.max/,
  },
  {
    what: "no task in its cgroup for KVM's own thread",
    request: limits({ file: 'pids.max', value: '3' }),
    code: 'DEADLINE_EXCEEDED',
    says: "Cannot see the guest's boot timer line in the log: it is absent after 1000 ms, and pids.max of its cgroup has kept it from making a thread",
    hint: /pids\.max/,
  },
  {
    what: 'a seccomp filter that there is not',
    request: withArguments('--seccomp-filter', 'nope'),
    code: 'VMM_EXITED',
    says: /ended with exit status 1, a start or run error, its last words were "Seccomp error: Filter file open error: No such file/,
  },
  {
    what: 'a seccomp filter that is none',
    request: withArguments('--seccomp-filter', 'kernel'),
    code: 'VMM_EXITED',
    says: /its last words were "Seccomp error: Filter deserialization failed: LimitExceeded"$/,
  },
  {
    what: 'a system call that the seccomp filter forbids',
    // accept4: its API thread makes it at the first request.
    spec: { drives: drive(fileOf('filter', filterWithout(288))) },
    request: withArguments('--seccomp-filter', 'drive-a'),
    code: 'VMM_EXITED',
    says: /Firecracker ended with exit status 148, forbidden system call, its last words were "Shutting down VM after intercepting a bad syscall \(288\)\.?"$/,
    hint: /seccomp/,
  },
  {
    what: 'an argument of the wrong type',
    request: withArguments('--http-api-max-payload-size', 'many'),
    code: 'VMM_EXITED',
    says: /its last words were "Firecracker panicked at \S+ 'http-api-max-payload-size' parameter expected to be of 'usize'/,
  },
  {
    what: 'a CPU that there is not, by affinity',
    request: { confinement: { kind: 'affinity', cpus: [900] } },
    code: 'JAILER_FAILED',
    says: /^Cannot jail Firecracker: the jailer ended with exit status 1, "taskset: failed to set .*Invalid argument"$/,
  },
  {
    what: 'a guest that faults three times over',
    spec: { bootArgs: 'mode=triple' },
    code: 'VMM_EXITED',
    says: 'Cannot go on with the microVM: Firecracker ended with exit status 0, its last words were "Received KVM_EXIT_SHUTDOWN signal"',
  },
  {
    what: 'an instruction that KVM cannot emulate',
    spec: { bootArgs: 'mode=internal' },
    code: 'VMM_EXITED',
    says: /Firecracker ended with exit status [01],? .*its last words were "Received KVM_EXIT_INTERNAL_ERROR signal"$/,
  },
];

describe('a microVM that cannot be started tells the cause:', () => {
  const host = useTestDriver();
  afterEach(() => {
    expect(leftOf(host)).toEqual([]);
  });

  async function bootToReady(driver: TestDriver['driver'], request: PrepareRequest): Promise<void> {
    const vm = await driver.prepare(request);
    try {
      const running = await vm.boot();
      await running.waitReady({ timeoutMs: 1000 });
    } finally {
      await vm[Symbol.asyncDispose]();
    }
  }

  it.each(boots)('$what', async ({ spec, request, ...told }) => {
    const made = aRequest({ timeoutMs: 2000, ...request, spec: { ...probeSpec(), ...spec } });
    await expectFault(() => bootToReady(host.driver, made), told);
  });

  it('a template for the CPU of another vendor', async (context) => {
    const isAmd = cpus()[0]?.model.includes('AMD') === true;
    skipFor(context, isAmd ? undefined : 'the template T2 is for the CPUs of this vendor');
    const request = aRequest({ spec: { ...probeSpec(), cpuTemplate: 'T2' } });
    await expectFault(() => bootToReady(host.driver, request), {
      code: 'VM_API_REJECTED',
      says: "Cannot boot the microVM: its CPU template is for another vendor's CPU than that of the host",
      cause: /CPU vendor mismatched/,
      hint: /cpuTemplate/,
    });
  });

  it('an id that another microVM has, which goes on', async () => {
    const request = aRequest();
    await using first = await host.driver.prepare(request);
    await expectFault(() => host.driver.prepare(aRequest({ id: request.id })), {
      code: 'JAIL_FAILED',
      says: /^Cannot make the jail ".*": EEXIST: file already exists/,
      hint: 'Give each microVM an id of its own',
    });
    await (await first.boot()).waitReady({ timeoutMs: 5000 });
    await first[Symbol.asyncDispose]();
  });

  it('a memory limit: the record tells it as well, not a kill from outside', async () => {
    const vm = await host.driver.prepare(
      aRequest(limits({ file: 'memory.limit_in_bytes', value: '1048576' })),
    );
    await expect(vm.boot()).rejects.toThrow('the memory of its cgroup was used up');
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end?.fault).toBe(
      'Firecracker was killed by the kernel: the memory of its cgroup was used up',
    );
  });

  it.each(launchModes)('a jail base from which nothing may be executed (%s)', async (launch) => {
    const jailBase = makeJailBase();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,noexec', 'tmpfs', jailBase]);
    try {
      await using noexec = await openTestDriver({ jailBase });
      await expectFault(() => bootToReady(noexec.driver, aRequest({ launch })), {
        code: 'FACILITY_MISSING',
        says: /^Cannot execute Firecracker in ".*\/root": its filesystem is mounted noexec$/,
        hint: /--jail-base/,
      });
      expect(noexec.leftovers()).toEqual([]);
    } finally {
      execFileSync('umount', [jailBase]);
      rmSync(jailBase, { recursive: true });
    }
    expect(existsSync(jailBase)).toBe(false);
  });
});
