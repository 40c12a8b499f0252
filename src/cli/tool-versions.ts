import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../base/errors.ts';
import { z } from '../model/schema.ts';

/** Packages whose version can move a number or change how one is shown. */
const computingPackages = [
  'tinybench',
  'undici',
  'simple-statistics',
  'pure-rand',
  'koffi',
  'vega',
  'vega-lite',
] as const;

const packageSchema = z.object({ version: z.string() });

/** Versions of the tool, of Node and of every package that computes; "absent" for an optional one that is not there. */
export function readToolVersions(packageRoot: string): Readonly<Record<string, string>> {
  const packages = computingPackages.map(
    (name) => [name, readVersion(join(packageRoot, 'node_modules', name))] as const,
  );
  return {
    'microvm-bench': readVersion(packageRoot),
    node: process.versions.node,
    v8: process.versions.v8,
    ...Object.fromEntries(packages),
  };
}

function readVersion(folder: string): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return packageSchema.parse(manifest).version;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return 'absent';
    throw thrown;
  }
}
