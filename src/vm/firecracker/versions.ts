import { BenchError } from '../../base/errors.ts';

export interface FirecrackerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** What differs between versions, as far as this tool speaks to them. */
export interface VersionFacts {
  readonly version: string;
  /** Guest-physical address of the boot timer on x86-64. */
  readonly bootTimerAddress: string;
}

/** Supported versions, both included. */
export const oldestVersion = '1.5.0';
export const newestMinor = '1.16';

/** Firecracker's MMIO gap, and the boot timer with it, moved in 1.13. */
const bootTimerAddresses = { before1_13: '0xd0000000', since1_13: '0xc0000000' } as const;

/** @throws BenchError `INSTALLATION_MISMATCH` */
export function parseVersion(text: string): FirecrackerVersion {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text);
  if (match === null) {
    throw new BenchError('INSTALLATION_MISMATCH', `Cannot read the version "${text}": it is not like 1.12.1`);
  }
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/** @throws BenchError `INSTALLATION_MISMATCH` for a version outside the table */
export function versionFacts(version: string): VersionFacts {
  const { major, minor } = parseVersion(version);
  const newest = parseVersion(`${newestMinor}.0`);
  const oldest = parseVersion(oldestVersion);
  if (major !== 1 || minor < oldest.minor || minor > newest.minor) {
    throw new BenchError(
      'INSTALLATION_MISMATCH',
      `Cannot use Firecracker ${version}: versions ${oldestVersion} to ${newestMinor} are known`,
    );
  }
  return {
    version,
    bootTimerAddress: minor < 13 ? bootTimerAddresses.before1_13 : bootTimerAddresses.since1_13,
  };
}
