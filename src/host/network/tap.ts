import { existsSync } from 'node:fs';
import { CleanupStack } from '../../base/cleanup-stack.ts';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { waitUntil, type Look } from '../../base/waiting.ts';
import { formatIpv4, parseIpv4 } from './ipv4.ts';
import { namespacePath } from './network-namespace.ts';
import { runIp } from './run-ip.ts';
import { checkTapName } from './tap-name.ts';

/** A tap that is up, with an address. Disposal waits until nobody has it open, then deletes it. */
export interface Tap extends AsyncDisposable {
  /** `host_dev_name` of the API. */
  readonly name: string;
}

export interface TapRequest {
  /** Made in it from the start: a tap that is moved loses its address. */
  readonly namespace: string;
  readonly name: string;
  /** The jail's user and group, who may open it without CAP_NET_ADMIN; any other gets EPERM. */
  readonly ownerUid: number;
  readonly ownerGid: number;
  /** The host's end. */
  readonly address: string;
  readonly prefixLength: number;
  /** The kernel's default is 1500. */
  readonly mtu?: number;
}

const removalTimeoutMs = 5000;

/**
 * Makes a tap in a network namespace, owned by the jail's user.
 * @throws BenchError `ID_INVALID`, `SPEC_INVALID`, `FACILITY_MISSING` without the tun driver, `NETWORK_FAILED`
 */
export async function openTap(request: TapRequest): Promise<Tap> {
  const { name, namespace, ownerUid, ownerGid, mtu } = request;
  checkTapName(name);
  namespacePath(namespace);
  for (const id of [ownerUid, ownerGid]) requireId(id, name);
  const address = `${formatIpv4(parseIpv4(request.address))}/${request.prefixLength}`;
  await using cleanup = new CleanupStack();
  await addTap(request, ['user', String(ownerUid), 'group', String(ownerGid)]);
  cleanup.defer(`delete the tap "${name}"`, () => deleteTap(request));
  await runIn(namespace, ['addr', 'add', address, 'dev', name]);
  const mtuWords = mtu === undefined ? [] : ['mtu', String(mtu)];
  await runIn(namespace, ['link', 'set', 'dev', name, ...mtuWords, 'up']);
  const owned = cleanup.move();
  return { name, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() };
}

// Linux has 32-bit ids, of which the last one means nobody: "ip" takes -1 for it, and makes a tap that anybody may open.
function requireId(id: number, name: string): void {
  if (Number.isInteger(id) && id >= 0 && id < 0xffff_ffff) return;
  throw new BenchError('SPEC_INVALID', `Cannot make the tap "${name}": ${id} is not a user or group id`);
}

type TapPlace = Pick<TapRequest, 'namespace' | 'name'>;

async function addTap(place: TapPlace, owner: readonly string[]): Promise<void> {
  try {
    await runIn(place.namespace, ['tuntap', 'add', 'dev', place.name, 'mode', 'tap', ...owner]);
  } catch (thrown) {
    throw tapFailure(place, thrown);
  }
}

async function deleteTap(place: TapPlace): Promise<void> {
  await waitUntil({
    action: `delete the tap "${place.name}" in the network namespace "${place.namespace}"`,
    timeoutMs: removalTimeoutMs,
    signal: new AbortController().signal,
    // The kernel tells nobody that a tap has been closed.
    retryMs: 20,
    look: () => tryDelete(place),
  });
}

/** By `tuntap del`, which refuses while somebody has the tap open; `link del` would pull it away from under a VM. */
async function tryDelete({ namespace, name }: TapPlace): Promise<Look<undefined>> {
  // Its namespace took it along.
  if (!existsSync(namespacePath(namespace))) return { ready: true, value: undefined };
  try {
    await runIn(namespace, ['tuntap', 'del', 'dev', name, 'mode', 'tap']);
    return { ready: true, value: undefined };
  } catch (thrown) {
    if (isBusy(thrown)) return { ready: false, seen: 'a process has it open' };
    throw thrown;
  }
}

/** What "ip" says of a tap that could not be made, in words that tell the cause. */
export function tapFailure({ namespace, name }: TapPlace, thrown: unknown): BenchError {
  if (thrown instanceof BenchError && thrown.code === 'FACILITY_MISSING') return thrown;
  const cannot = `Cannot make the tap "${name}" in the network namespace "${namespace}"`;
  if (isBusy(thrown)) {
    return new BenchError('NETWORK_FAILED', `${cannot}: there is one of that name already`, {
      cause: thrown,
      hint: 'Use a namespace of its own for each microVM',
    });
  }
  if (/^Cannot run "ip": open: (No such file|No such device)/.test(errorMessage(thrown))) {
    return new BenchError('FACILITY_MISSING', `${cannot}: the kernel has no "/dev/net/tun"`, {
      cause: thrown,
      hint: 'Load the driver: modprobe tun',
    });
  }
  return new BenchError('NETWORK_FAILED', `${cannot}: ${errorMessage(thrown)}`, { cause: thrown });
}

// EBUSY: TUNSETIFF of a name that exists, or of a tap that is open elsewhere.
function isBusy(thrown: unknown): boolean {
  return errorMessage(thrown).includes('Device or resource busy');
}

async function runIn(namespace: string, args: readonly string[]): Promise<void> {
  await runIp(['-n', namespace, ...args]);
}
