import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locatePackage } from '../../../src/cli/package-root.ts';

/** What a module loads when it is loaded: its imports and re-exports that are not of types alone. */
function staticImports(path: string): readonly string[] {
  const statements = readFileSync(path, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm,
  );
  return [...statements].flatMap(([, specifier]) => specifier ?? []);
}

function loadedPackages(entry: string): readonly string[] {
  const visited = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (visited.has(path)) return;
    visited.add(path);
    for (const specifier of staticImports(path)) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier));
      else if (!specifier.startsWith('node:')) packages.add(specifier);
    }
  };
  visit(entry);
  return [...packages].sort();
}

describe('the start of the command line', () => {
  it('loads two packages only, so that --help is quick', () => {
    const main = join(locatePackage().root, 'src/cli/main.ts');
    expect(loadedPackages(main)).toEqual(['commander', 'picocolors']);
  });
});
