import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { userCacheFolder } from '../../host/user-cache.ts';
import { hostPath } from '../../model/brands.ts';
import type { InstallationPaths } from './installation.ts';
import { parseVersion } from './versions.ts';

/**
 * The binaries that the set-up has put into the cache, with the digests that it verified then.
 * @throws BenchError `INSTALLATION_MISSING`
 */
export function cachedInstallation(version: string, environment: NodeJS.ProcessEnv): InstallationPaths {
  parseVersion(version);
  const folder = join(userCacheFolder(environment), 'firecracker', version);
  const record = readRecord(join(folder, 'installation.json'), version);
  return {
    firecracker: hostPath(join(folder, 'firecracker')),
    jailer: hostPath(join(folder, 'jailer')),
    expected: { firecracker: digestOf(record, 'firecracker'), jailer: digestOf(record, 'jailer') },
  };
}

function readRecord(path: string, version: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new BenchError(
      'INSTALLATION_MISSING',
      `Cannot find Firecracker ${version} in the cache: ${errorMessage(thrown)}`,
      {
        cause: thrown,
        hint: `Run "microvm-bench setup --version ${version}", or give the paths with --firecracker and --jailer`,
      },
    );
  }
}

/** `{ "firecracker": { "sha256": "…" }, "jailer": { "sha256": "…" } }`, as `scripts/setup.mjs` writes it. */
function digestOf(record: unknown, binary: 'firecracker' | 'jailer'): string {
  const entry: unknown = readProperty(record, binary);
  const digest = readProperty(entry, 'sha256');
  if (typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new BenchError(
    'INSTALLATION_MISSING',
    `Cannot read the digest of ${binary} from the cache's installation.json`,
    {
      hint: 'Run "microvm-bench setup" to make it anew',
    },
  );
}

function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
