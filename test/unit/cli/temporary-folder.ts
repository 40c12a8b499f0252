import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with no package.json above it, gone at the end of the scope. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
  /** Writes a file and returns its path. */
  readonly write: (name: string, content: string) => string;
}

export function makeTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'microvm-bench-test-'));
  return {
    path,
    write(name, content): string {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true });
    },
  };
}
