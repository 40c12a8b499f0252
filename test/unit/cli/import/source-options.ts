import { readFileSync } from 'node:fs';
import type { SourceFile, SourceOptions } from '../../../../src/cli/import/import-source.ts';

/** Options of a command line that says nothing of its own. */
export function someOptions(overrides: Partial<SourceOptions> = {}): SourceOptions {
  return { columns: { ignored: [] }, units: new Map(), ...overrides };
}

/** A file of `test/fixtures/import`, in the shape that its tool writes. */
export function fixture(name: string): SourceFile {
  const url = new URL(`../../../fixtures/import/${name}`, import.meta.url);
  return { name, text: readFileSync(url, 'utf8') };
}
