import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunFilePieces } from '../../../src/analysis/read-run-file.ts';
import { makeTemporaryFolder } from '../cli/temporary-folder.ts';

describe('readRunFilePieces()', () => {
  it('cuts no character in two, wherever a piece ends', () => {
    using folder = makeTemporaryFolder();
    // Three bytes each: neither a half nor a whole MiB is a multiple.
    const text = `${'€'.repeat(800_000)}\n`;
    const path = folder.write('samples.ndjson', text);
    const pieces = [...readRunFilePieces(path, folder.path)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe(text);
  });

  it('closes the file when nobody asks for more', () => {
    using folder = makeTemporaryFolder();
    const path = join(folder.path, 'samples.ndjson');
    writeFileSync(path, 'x'.repeat(5_000_000));
    const pieces = readRunFilePieces(path, folder.path);
    expect(pieces.next().done).toBe(false);
    expect(pieces.return()).toEqual({ done: true, value: undefined });
    expect(pieces.next().done).toBe(true);
  });

  it('says that there is no file when the first piece is asked for', () => {
    using folder = makeTemporaryFolder();
    const path = join(folder.path, 'samples.ndjson');
    expect(() => readRunFilePieces(path, folder.path).next()).toThrow(
      expect.objectContaining({ code: 'RUN_NOT_FOUND' }),
    );
  });
});
