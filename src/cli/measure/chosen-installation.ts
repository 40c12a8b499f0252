import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { isVersion } from '../../harness/setting-rules.ts';
import type { Settings } from '../../harness/settings.ts';
import type { ArmRequest } from '../../model/arm.ts';
import { hostPath } from '../../model/brands.ts';
import { cachedInstallation } from '../../vm/firecracker/cached-installation.ts';
import {
  openInstallation,
  type Installation,
  type InstallationPaths,
} from '../../vm/firecracker/installation.ts';

/**
 * Opens the binaries that the settings name. Binaries given by path must have the version that was asked for, if one was.
 * @throws BenchError `INSTALLATION_MISMATCH`
 */
export async function openChosenInstallation(settings: Settings): Promise<Installation> {
  const installation = await openInstallation(installationPaths(settings));
  const { value, origin } = settings.firecrackerVersion;
  if (origin !== 'default') requireVersion(installation, { value, origin });
  return installation;
}

/**
 * Opens the binaries of an arm: those that it names, the rest from the run.
 * @throws BenchError `INSTALLATION_MISSING`, `INSTALLATION_CHECKSUM`, `INSTALLATION_MISMATCH`
 */
export async function openArmInstallation(
  { id, fields }: ArmRequest,
  settings: Settings,
): Promise<Installation> {
  const { firecracker, jailer, firecrackerVersion } = fields;
  if (firecracker === undefined && jailer === undefined && firecrackerVersion === undefined)
    return openChosenInstallation(settings);
  const installation = await openInstallation(armPaths(fields, settings));
  if (firecrackerVersion !== undefined)
    requireVersion(installation, { value: firecrackerVersion, origin: `arm ${id}` });
  return installation;
}

function requireVersion(
  { firecracker, dialect }: Installation,
  wanted: { readonly value: string; readonly origin: string },
): void {
  if (dialect.version === wanted.value) return;
  const text = `Cannot use "${firecracker}": it is version ${dialect.version}, not ${wanted.value}`;
  throw new BenchError('INSTALLATION_MISMATCH', text, {
    hint: `The version was asked for by ${wanted.origin}`,
  });
}

function armPaths(
  { firecracker, jailer, firecrackerVersion }: ArmRequest['fields'],
  settings: Settings,
): InstallationPaths {
  const whole = wholePaths(firecracker ?? firecrackerVersion, settings);
  if (jailer === undefined) return whole;
  const { firecracker: digest } = whole.expected;
  return {
    ...whole,
    jailer: hostPath(jailer),
    expected: digest === undefined ? {} : { firecracker: digest },
  };
}

/** Both binaries of a release, of a folder, or beside each other; without a name those of the run. */
function wholePaths(named: string | undefined, settings: Settings): InstallationPaths {
  if (named === undefined) return installationPaths(settings);
  if (isVersion(named)) return cachedInstallation(named, process.env);
  const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory() === true;
  const firecracker = isFolder ? join(named, 'firecracker') : named;
  return {
    firecracker: hostPath(firecracker),
    jailer: hostPath(join(dirname(firecracker), 'jailer')),
    expected: {},
  };
}

function installationPaths(settings: Settings): InstallationPaths {
  const { firecracker, jailer, sha256, firecrackerVersion } = settings;
  if (firecracker === undefined && jailer === undefined) {
    const cached = cachedInstallation(firecrackerVersion.value, process.env);
    return { ...cached, expected: { ...cached.expected, ...sha256?.value } };
  }
  if (firecracker === undefined || jailer === undefined) {
    throw new BenchError('USAGE', 'Cannot use one binary alone: both Firecracker and the jailer are needed', {
      hint: 'Give both --firecracker and --jailer, of one release',
    });
  }
  return { firecracker: firecracker.value, jailer: jailer.value, expected: sha256?.value ?? {} };
}
