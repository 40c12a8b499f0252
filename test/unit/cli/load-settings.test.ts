import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../src/cli/load-settings.ts';
import { aStream } from './invoke.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

describe('loadSettings()', () => {
  it('merges the configuration of the working directory and draws a seed', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('microvm-bench.config.json', '{ "trials": 3, "results": "out" }');
    const host = { argv: [], env: {}, cwd: folder.path, stdout: aStream(), stderr: aStream() };
    const { trials, warmup, results, seed } = await loadSettings(host, { flags: { warmup: '0' } });
    expect(trials).toEqual({ value: 3, origin: `config ${path}` });
    expect(warmup).toEqual({ value: 0, origin: 'flag --warmup' });
    expect(results.value).toBe(`${folder.path}/out`);
    expect(seed.origin).toBe('default');
    expect(Number.isInteger(seed.value) && seed.value >= 0 && seed.value < 2 ** 32).toBe(true);
  });
});
