import { BenchError } from '../../base/errors.ts';

export interface FirecrackerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Supported versions, both included. */
const oldestMinor = '1.0';
const newestMinor = '1.16';

interface FeatureRow {
  /** As an object of "Firecracker 1.3.0 lacks …". */
  readonly what: string;
  /** Minor version of major 1 that brought it; 0 for what is older than all that are supported. */
  readonly since: number;
  /** Minor version of major 1 that no longer has it. */
  readonly until?: number;
}

/**
 * What differs between 1.0 and 1.16, as far as this tool speaks of it (Firecracker's CHANGELOG.md and
 * src/firecracker/swagger at the tags). A body or a command line asks here, never for a version.
 */
const featureTable = {
  memBackend: { what: 'mem_backend of a snapshot load', since: 1 },
  metricsPathFlag: { what: '--metrics-path', since: 2 },
  execNameRule: { what: 'the rule that the binary has "firecracker" in its name', since: 2, until: 13 },
  cpuConfig: { what: 'PUT /cpu-config', since: 4 },
  entropy: { what: 'PUT /entropy', since: 4 },
  snapshotTargetVersion: { what: 'the target version of a snapshot', since: 0, until: 6 },
  hugePages: { what: 'huge_pages', since: 7 },
  partialMachineConfig: { what: 'PATCH /machine-config of a part', since: 11 },
  networkOverrides: { what: 'network_overrides of a snapshot load', since: 12 },
  trackDirtyPagesAtLoad: { what: 'track_dirty_pages of a snapshot load', since: 13 },
  movedMmioGap: { what: 'the MMIO gap below 3 GiB', since: 13 },
  serial: { what: 'PUT /serial', since: 14 },
  freePageHinting: { what: 'free_page_hinting of the balloon', since: 14 },
  freePageReporting: { what: 'free_page_reporting of the balloon', since: 14 },
  mtu: { what: 'mtu of a network interface', since: 16 },
} as const satisfies Readonly<Record<string, FeatureRow>>;

export type Feature = keyof typeof featureTable;

/** How one version of Firecracker is spoken to. */
export interface Dialect {
  /** As the binary tells it: "1.12.1". */
  readonly version: string;
  readonly minor: number;
  /** Guest-physical address of the boot timer on x86-64: it moved with the MMIO gap in 1.13. */
  readonly bootTimerAddress: string;
}

/** @throws BenchError `INSTALLATION_MISMATCH` */
export function parseVersion(text: string): FirecrackerVersion {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text);
  if (match === null) {
    throw new BenchError('INSTALLATION_MISMATCH', `Cannot read the version "${text}": it is not like 1.12.1`);
  }
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/** @throws BenchError `INSTALLATION_MISMATCH` for a version outside the table */
export function dialectOf(version: string): Dialect {
  const { major, minor } = parseVersion(version);
  const newest = parseVersion(`${newestMinor}.0`);
  if (major !== newest.major || minor > newest.minor) {
    throw new BenchError(
      'INSTALLATION_MISMATCH',
      `Cannot use Firecracker ${version}: versions ${oldestMinor} to ${newestMinor} are known`,
    );
  }
  return {
    version,
    minor,
    bootTimerAddress: minor >= featureTable.movedMmioGap.since ? '0xc0000000' : '0xd0000000',
  };
}

export function supports({ minor }: Dialect, feature: Feature): boolean {
  const { since, until = Infinity }: FeatureRow = featureTable[feature];
  return minor >= since && minor < until;
}

/**
 * @param action what was wanted, as in "Cannot <action>"
 * @throws BenchError `SPEC_INVALID` that names the version which can
 */
export function requireFeature(dialect: Dialect, feature: Feature, action: string): void {
  if (supports(dialect, feature)) return;
  const { what, since, until }: FeatureRow = featureTable[feature];
  const when = dialect.minor < since ? `it came with 1.${since}` : `it went with 1.${until ?? since}`;
  throw new BenchError(
    'SPEC_INVALID',
    `Cannot ${action}: Firecracker ${dialect.version} lacks ${what}; ${when}`,
  );
}
