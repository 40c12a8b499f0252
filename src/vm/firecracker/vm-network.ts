import { BenchError } from '../../base/errors.ts';
import { addressingOf, type GuestNetwork } from '../../host/network/guest-network.ts';
import { createSshClient } from '../../host/ssh/ssh-client.ts';
import type { VmNetwork } from '../../model/guest-network.ts';
import type { SshClient } from '../../model/ssh.ts';
import type { OwnedVm } from '../../model/vm.ts';
import { throwIfExited, type VmmProcess } from './vmm-process.ts';

/** The VM on whose life its network hangs. */
export interface NetworkedVm extends Pick<OwnedVm, 'explained'> {
  readonly vmm: VmmProcess;
}

const defaultPort = 22;
const defaultConnectTimeoutMs = 2000;

/** @throws BenchError `SPEC_INVALID` without a network */
export function vmNetwork(network: GuestNetwork | undefined, vm: NetworkedVm): VmNetwork {
  if (network === undefined) {
    throw new BenchError('SPEC_INVALID', 'Cannot use the network of the microVM: it has none of its own', {
      hint: 'Prepare it with guestNetwork',
    });
  }
  const { namespace, namespacePath, guestIp: host } = network;
  return {
    ...addressingOf(network),
    namespace,
    namespacePath,
    ssh({ port = defaultPort, connectTimeoutMs = defaultConnectTimeoutMs, ...login }): SshClient {
      return whileAlive(createSshClient({ ...login, port, connectTimeoutMs, namespace, host }), vm);
    },
  };
}

/** A client whose calls end with the VMM. */
function whileAlive(client: SshClient, vm: NetworkedVm): SshClient {
  const guard = <T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    vm.explained(() => untilExit(vm.vmm, { signal, call }));
  return {
    target: client.target,
    waitForSsh: (options) => guard(options.signal, (signal) => client.waitForSsh({ ...options, signal })),
    run: (command, limits) => guard(limits.signal, (signal) => client.run(command, { ...limits, signal })),
    copyTo: (paths, limits) => guard(limits.signal, (signal) => client.copyTo(paths, { ...limits, signal })),
    copyFrom: (paths, limits) =>
      guard(limits.signal, (signal) => client.copyFrom(paths, { ...limits, signal })),
  };
}

interface GuardedCall<T> {
  readonly signal: AbortSignal;
  readonly call: (signal: AbortSignal) => Promise<T>;
}

async function untilExit<T>(vmm: VmmProcess, { signal, call }: GuardedCall<T>): Promise<T> {
  const gone = new AbortController();
  const look = (): void => {
    if (vmm.exit() !== undefined) gone.abort();
  };
  const unsubscribe = vmm.subscribe(look);
  try {
    look();
    return await call(AbortSignal.any([signal, gone.signal]));
  } catch (thrown) {
    if (!signal.aborted) throwIfExited(vmm, 'reach the guest by ssh');
    throw thrown;
  } finally {
    unsubscribe();
  }
}
