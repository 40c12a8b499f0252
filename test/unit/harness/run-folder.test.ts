import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRunFolder } from '../../../src/harness/run-folder.ts';
import { makeTemporaryFolder } from '../cli/temporary-folder.ts';

describe('RunFolder.keepObservations()', () => {
  it('keeps them within the run folder, whole numbers beyond 2^53 as text', () => {
    using temporary = makeTemporaryFolder();
    const folder = makeRunFolder(temporary.path, 'run');
    const file = folder.keepObservations('t0001', { startedAt: 9_007_199_254_740_993n, looks: [1.5] });
    expect(file).toBe('observations/t0001.json');
    expect(JSON.parse(readFileSync(join(folder.path, file), 'utf8'))).toEqual({
      startedAt: '9007199254740993',
      looks: [1.5],
    });
  });

  it('tells that a definition has handed over what is no JSON, not that the disk is at fault', () => {
    using temporary = makeTemporaryFolder();
    const folder = makeRunFolder(temporary.path, 'run');
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => folder.keepObservations('t0001', circular)).toThrow(
      expect.objectContaining({ code: 'DEFINITION_FAILED' }),
    );
  });
});
