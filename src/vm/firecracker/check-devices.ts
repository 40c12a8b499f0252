import type {
  BalloonSpec,
  DriveSpec,
  MmdsSpec,
  NetworkInterfaceSpec,
  RateLimiter,
} from '../../model/device-spec.ts';
import type { VmSpec } from '../../model/vm-spec.ts';
import { checkJailNames } from './check-jail-names.ts';
import { isWholeBetween, refuse } from './refuse.ts';
import { requireRegularFile } from './regular-file.ts';

/** IFNAMSIZ with its final NUL (netdevice(7)). */
const maxTapNameLength = 15;

/** Checks everything but the machine itself. */
export function checkDevices(spec: VmSpec): void {
  const { drives, networkInterfaces = [], vsock, balloon, entropy, mmds } = spec;
  checkDrives(drives);
  checkIds(
    'ifaceId',
    networkInterfaces.map(({ ifaceId }) => ifaceId),
  );
  networkInterfaces.forEach(checkInterface);
  if (new Set(networkInterfaces.map(({ hostDevName }) => hostDevName)).size < networkInterfaces.length)
    refuse('networkInterfaces', 'two of them have one tap');
  if (vsock !== undefined && !isWholeBetween(vsock.guestCid, 3, 0xffff_fffe))
    refuse('vsock', `guestCid ${vsock.guestCid} is not a whole number from 3; those below are not a guest's`);
  if (balloon !== undefined) checkBalloon(balloon, spec.memMib);
  if (mmds !== undefined) checkMmds(mmds, networkInterfaces);
  checkLimiter('entropy', entropy?.rateLimiter);
  checkJailNames(spec);
}

function checkDrives(drives: readonly DriveSpec[]): void {
  checkIds(
    'driveId',
    drives.map(({ driveId }) => driveId),
  );
  if (drives.filter(({ isRootDevice }) => isRootDevice).length > 1)
    refuse('drives', 'two drives are the root device');
  for (const { driveId, path, partuuid, isRootDevice, rateLimiter } of drives) {
    requireRegularFile(path, `drive "${driveId}"`);
    if (partuuid !== undefined && !isRootDevice)
      refuse('drives', `"${driveId}" has a partuuid and is not the root device`);
    checkLimiter(`drive "${driveId}"`, rateLimiter);
  }
}

function checkIds(field: string, ids: readonly string[]): void {
  for (const id of ids) {
    if (!/^[A-Za-z0-9_]{1,64}$/.test(id))
      refuse(field, `"${id}" is not 1 to 64 letters, digits or underscores`);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) refuse(field, `"${twice}" is there twice`);
}

function checkInterface(spec: NetworkInterfaceSpec): void {
  const { ifaceId, hostDevName, guestMac, mtu } = spec;
  if (!/^[^\s/]+$/.test(hostDevName) || Buffer.byteLength(hostDevName) > maxTapNameLength) {
    const rule = `1 to ${maxTapNameLength} characters without blanks and slashes`;
    refuse('networkInterfaces', `the tap name "${hostDevName}" is not ${rule}`);
  }
  if (guestMac !== undefined && !/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(guestMac)) {
    const rule = 'six bytes in hexadecimal with colons, the first one even';
    refuse('networkInterfaces', `the MAC address "${guestMac}" is not ${rule}`);
  }
  if (mtu !== undefined && !isWholeBetween(mtu, 68, 65_535))
    refuse('networkInterfaces', `the MTU ${mtu} is not a whole number from 68 to 65535`);
  checkLimiter(`interface "${ifaceId}"`, spec.rxRateLimiter);
  checkLimiter(`interface "${ifaceId}"`, spec.txRateLimiter);
}

function checkBalloon({ amountMib, statsPollingIntervalS = 0 }: BalloonSpec, memMib: number): void {
  if (!isWholeBetween(amountMib, 0, memMib))
    refuse('balloon', `${amountMib} MiB is not a whole number from 0 to the guest's ${memMib} MiB`);
  if (!isWholeBetween(statsPollingIntervalS, 0, 65_535))
    refuse('balloon', `statsPollingIntervalS ${statsPollingIntervalS} is not a whole number from 0 to 65535`);
}

function checkMmds({ interfaces, ipv4Address }: MmdsSpec, existing: readonly NetworkInterfaceSpec[]): void {
  if (interfaces.length === 0) refuse('mmds', 'no interface reaches it');
  const missing = interfaces.find((id) => existing.every(({ ifaceId }) => ifaceId !== id));
  if (missing !== undefined) refuse('mmds', `there is no network interface "${missing}"`);
  if (ipv4Address !== undefined && !isLinkLocal(ipv4Address))
    refuse('mmds', `the address ${ipv4Address} is not link-local (169.254.1.0 to 169.254.254.255)`);
}

/** RFC 3927, section 2.1. */
function isLinkLocal(address: string): boolean {
  const [, third = '', fourth = ''] = /^169\.254\.(\d{1,3})\.(\d{1,3})$/.exec(address) ?? [];
  return third !== '' && isWholeBetween(Number(third), 1, 254) && isWholeBetween(Number(fourth), 0, 255);
}

/** A bucket of size or time 0 is accepted by Firecracker and limits nothing. */
function checkLimiter(of: string, limiter: RateLimiter | undefined): void {
  for (const bucket of [limiter?.bandwidth, limiter?.ops]) {
    if (bucket === undefined) continue;
    const { size, refillTimeMs, oneTimeBurst = 0 } = bucket;
    const isWhole = [size - 1, refillTimeMs - 1, oneTimeBurst].every((each) =>
      isWholeBetween(each, 0, Number.MAX_SAFE_INTEGER),
    );
    if (!isWhole) refuse(`the rate limiter of ${of}`, `its size and refill time must be whole and above 0`);
  }
}
