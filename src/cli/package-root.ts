import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../base/errors.ts';

const packageName = 'microvm-bench';

/** Where the running copy of the tool lies. */
export interface PackageLocation {
  readonly root: string;
  readonly version: string;
  /** Folder of the built-in benchmarks: compiled ones, or the sources when sources are running (tests). */
  readonly benchmarks: string;
}

function readManifest(path: string): { readonly name: unknown; readonly version: unknown } {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null) return { name: undefined, version: undefined };
  return {
    name: 'name' in manifest ? manifest.name : undefined,
    version: 'version' in manifest ? manifest.version : undefined,
  };
}

/**
 * Finds our own package by walking up from this module, so that it works from `dist/`, from the sources and from
 * anybody's `node_modules`.
 * @throws BenchError `INSTALLATION_MISSING` when no package.json above names this package
 */
export function locatePackage(): PackageLocation {
  const here = fileURLToPath(import.meta.url);
  const isCompiled = here.endsWith('.js');
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    const manifestPath = join(folder, 'package.json');
    if (!existsSync(manifestPath)) continue;
    const { name, version } = readManifest(manifestPath);
    if (name !== packageName) continue;
    const benchmarks = join(folder, isCompiled ? 'dist/benchmarks' : 'benchmarks');
    return { root: folder, version: String(version), benchmarks };
  }
  throw new BenchError(
    'INSTALLATION_MISSING',
    `Cannot find the package "${packageName}": no package.json above "${here}" has this name`,
    { hint: 'Install the package whole; single files of it do not run' },
  );
}
