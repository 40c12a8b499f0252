import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BenchError, errorMessage } from '../../base/errors.ts';

/** Packages whose browser builds an interactive page carries, in the order in which they need each other. */
const packages: readonly (readonly [name: string, build: string])[] = [
  ['vega', 'vega.min.js'],
  ['vega-lite', 'vega-lite.min.js'],
  ['vega-embed', 'vega-embed.min.js'],
];

/**
 * The scripts that draw an interactive picture in a browser, as their packages publish them: some 830 kB.
 * @throws BenchError `FACILITY_MISSING` when a package is not installed or has no such build
 */
export function browserLibraries(): readonly string[] {
  return packages.map(([name, build]) => {
    try {
      // Beside the module that the package exports, which is in the same folder; a path into it is not exported.
      return readFileSync(fileURLToPath(new URL(build, import.meta.resolve(name))), 'utf8');
    } catch (thrown) {
      throw new BenchError(
        'FACILITY_MISSING',
        `Cannot read the browser build of ${name}: ${errorMessage(thrown)}`,
        {
          cause: thrown,
          hint: 'Install the packages that package.json asks for, or make the page without --interactive',
        },
      );
    }
  });
}
