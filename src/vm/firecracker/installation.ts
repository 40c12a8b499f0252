import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { runCommand } from '../../host/run-command.ts';
import type { HostPath } from '../../model/brands.ts';
import { dialectOf, supports, type Dialect } from './versions.ts';

export interface InstallationPaths {
  readonly firecracker: HostPath;
  readonly jailer: HostPath;
  /** Digests that the binaries must have; a binary without one is taken as it is and its digest recorded. */
  readonly expected: { readonly firecracker?: string; readonly jailer?: string };
}

/** A pair of binaries that fit each other, with their digests. */
export interface Installation {
  readonly firecracker: HostPath;
  readonly jailer: HostPath;
  readonly firecrackerSha256: string;
  readonly jailerSha256: string;
  readonly dialect: Dialect;
}

/**
 * Checks both digests, then asks each binary for its version: never is a binary executed before its digest is known.
 * @throws BenchError `INSTALLATION_MISSING`, `INSTALLATION_CHECKSUM`, `INSTALLATION_MISMATCH`
 */
export async function openInstallation(paths: InstallationPaths): Promise<Installation> {
  const firecrackerSha256 = verifyDigest('firecracker', paths.firecracker, paths.expected.firecracker);
  const jailerSha256 = verifyDigest('jailer', paths.jailer, paths.expected.jailer);
  const version = await readVersion(paths.firecracker);
  const jailerVersion = await readVersion(paths.jailer);
  if (version !== jailerVersion) {
    throw new BenchError(
      'INSTALLATION_MISMATCH',
      `Cannot use the jailer "${paths.jailer}": it is version ${jailerVersion}, Firecracker is ${version}`,
      { hint: 'Give both binaries of one release' },
    );
  }
  const { firecracker, jailer } = paths;
  const dialect = dialectOf(version);
  checkName(firecracker, dialect);
  return { firecracker, jailer, firecrackerSha256, jailerSha256, dialect };
}

/** The jailer of some versions panics over a name that it does not like. */
function checkName(firecracker: HostPath, dialect: Dialect): void {
  if (!supports(dialect, 'execNameRule') || basename(firecracker).includes('firecracker')) return;
  throw new BenchError(
    'INSTALLATION_MISMATCH',
    `Cannot jail "${firecracker}": the jailer ${dialect.version} wants "firecracker" in the name of the binary`,
    { hint: 'Rename the file' },
  );
}

/** @throws BenchError `INSTALLATION_MISSING` */
export function sha256OfFile(path: HostPath): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch (thrown) {
    throw new BenchError('INSTALLATION_MISSING', `Cannot read "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Run "microvm-bench setup", or give the paths with --firecracker and --jailer',
    });
  }
}

function verifyDigest(what: string, path: HostPath, expected: string | undefined): string {
  const found = sha256OfFile(path);
  if (expected !== undefined && expected !== found) {
    throw new BenchError(
      'INSTALLATION_CHECKSUM',
      `Cannot use the ${what} "${path}": its sha256 is ${found}, not ${expected}`,
      { hint: 'It was not executed. Replace the file, or correct the expected digest' },
    );
  }
  return found;
}

/** Both binaries print a first line like "Firecracker v1.12.1". */
async function readVersion(path: HostPath): Promise<string> {
  let stdout: string;
  try {
    ({ stdout } = await runCommand(path, ['--version'], { timeoutMs: 5000 }));
  } catch (thrown) {
    throw new BenchError(
      'INSTALLATION_MISMATCH',
      `Cannot ask "${path}" for its version: ${errorMessage(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
  const version = /^(?:Firecracker|Jailer) v(\S+)/i.exec(stdout)?.[1];
  if (version === undefined) {
    const text = `Cannot use "${path}": it answers --version with "${stdout.slice(0, 80)}"`;
    throw new BenchError('INSTALLATION_MISMATCH', text, { hint: 'A Firecracker or jailer binary is needed' });
  }
  return version;
}
