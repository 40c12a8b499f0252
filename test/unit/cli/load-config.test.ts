import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../src/cli/color.ts';
import { loadConfig } from '../../../src/cli/load-config.ts';
import { formatError } from '../../../src/cli/print-error.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const typescript = `
import { defineConfig } from 'microvm-bench';
enum Trials { Few = 3 }
export default defineConfig({ trials: Trials.Few, seed: await Promise.resolve(7) });
`;

async function complaintAbout(folder: TemporaryFolder, configFile?: string): Promise<string> {
  const host = { cwd: folder.path, env: { XDG_CACHE_HOME: join(folder.path, 'cache') } };
  try {
    await loadConfig(host, configFile);
  } catch (thrown) {
    const text = formatError(thrown, createPalette({ enabled: false }));
    // Node 22 and later add the line to what JSON.parse says.
    return text.replaceAll(folder.path, '<folder>').replace(/ \(line \d+ column \d+\)/, '');
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig()', () => {
  it('is empty where no file is', async () => {
    using folder = makeTemporaryFolder();
    expect(await loadConfig({ cwd: folder.path, env: {} }, undefined)).toEqual({ config: {} });
  });

  it.each([
    ['ts', typescript],
    ['mts', typescript],
    ['mjs', 'export default { trials: 3, seed: await 7 };'],
    [
      'js',
      "import { defineConfig } from 'microvm-bench'; export default defineConfig({ trials: 3, seed: 7 });",
    ],
    ['json', '{ "trials": 3, "seed": 7 }'],
  ])('finds and reads microvm-bench.config.%s', async (extension, content) => {
    using folder = makeTemporaryFolder();
    const path = folder.write(`microvm-bench.config.${extension}`, content);
    const host = { cwd: folder.path, env: { XDG_CACHE_HOME: join(folder.path, 'cache') } };
    expect(await loadConfig(host, undefined)).toEqual({ config: { trials: 3, seed: 7 }, path });
  });

  it('does not look above the working directory', async () => {
    using folder = makeTemporaryFolder();
    folder.write('microvm-bench.config.json', '{ "trials": 3 }');
    const inner = join(folder.write('inner/file', ''), '..');
    expect(await loadConfig({ cwd: inner, env: {} }, undefined)).toEqual({ config: {} });
  });

  it('takes the file of --config, else that of MICROVM_BENCH_CONFIG, else the one found', async () => {
    using folder = makeTemporaryFolder();
    folder.write('microvm-bench.config.json', '{ "trials": 1 }');
    folder.write('two.json', '{ "trials": 2 }');
    folder.write('three.json', '{ "trials": 3 }');
    const trialsOf = async (env: Readonly<Record<string, string>>, file?: string): Promise<unknown> =>
      (await loadConfig({ cwd: folder.path, env }, file)).config.trials;
    expect(await trialsOf({})).toBe(1);
    expect(await trialsOf({ MICROVM_BENCH_CONFIG: '' })).toBe(1);
    expect(await trialsOf({ MICROVM_BENCH_CONFIG: 'two.json' })).toBe(2);
    expect(await trialsOf({ MICROVM_BENCH_CONFIG: 'two.json' }, 'three.json')).toBe(3);
  });

  it('refuses two files at once', async () => {
    using folder = makeTemporaryFolder();
    folder.write('microvm-bench.config.json', '{}');
    folder.write('microvm-bench.config.ts', 'export default {};');
    expect(await complaintAbout(folder)).toBe(
      'error CONFIG_INVALID: Cannot choose a configuration: both "<folder>/microvm-bench.config.ts" and "<folder>/microvm-bench.config.json" exist\n' +
        '  hint: Remove one of them or name the other with --config\n',
    );
  });

  it.each<[string, readonly [string, string?], string]>([
    [
      'a file that is not there',
      ['none.json'],
      'Cannot read the configuration "<folder>/none.json": there is no such file\n',
    ],
    [
      'what is no JSON',
      ['a.json', '{ trials: 3 }'],
      `Cannot read the configuration "<folder>/a.json": Expected property name or '}' in JSON at position 2\n`,
    ],
    [
      'a mistyped key',
      ['a.json', '{ "trails": 3 }'],
      'Cannot read the configuration "<folder>/a.json": "trails" is not known (did you mean "trials"?)\n',
    ],
    [
      'a module that throws',
      ['a.ts', '\nthrow new Error("no");'],
      'Cannot load the configuration "<folder>/a.ts": it failed at line 2: no\n',
    ],
    [
      'a module without default export',
      ['a.ts', 'export const trials = 3;'],
      'Cannot load the configuration "<folder>/a.ts": it has no default export\n' +
        '  hint: Export it by default; modules that only help belong into a folder of their own\n',
    ],
  ])('refuses %s', async (_, [name, content], complaint) => {
    using folder = makeTemporaryFolder();
    if (content !== undefined) folder.write(name, content);
    expect(await complaintAbout(folder, name)).toBe(`error CONFIG_INVALID: ${complaint}`);
  });
});
