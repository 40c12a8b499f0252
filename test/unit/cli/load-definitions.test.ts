import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { createPalette } from '../../../src/cli/color.ts';
import { loadDefinitions, selectDefinitions } from '../../../src/cli/load-definitions.ts';
import { formatError } from '../../../src/cli/print-error.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** Uses what only a real loader copes with: an enum, top-level await, a .js import that is a .ts file. */
const ownBenchmark = `
import { bootTimer, BenchError, defineBenchmark, type VmSpec } from 'microvm-bench';
import { memories } from './lib/helper.js';

enum Vcpus { One = 1, Two = 2 }
const question: string = await Promise.resolve('How long with my own kernel?');

export default defineBenchmark({
  id: 'own',
  question,
  timedSpan: 'From here to there.',
  disturbedBy: [],
  parameters: { vcpus: [Vcpus.One, Vcpus.Two], memMib: memories },
  headline: 'boot.guest',
  collectors: [bootTimer],
  vm(point): VmSpec {
    throw new BenchError('SPEC_INVALID', 'Cannot use ' + String(point.vcpus));
  },
  measure: () => Promise.reject(new Error('not called')),
});
`;

function writeOwn(folder: TemporaryFolder): string {
  folder.write('benchmarks/lib/helper.ts', 'export const memories: readonly number[] = [128, 256];\n');
  return folder.write('benchmarks/own.ts', ownBenchmark);
}

function minimal(id: string): string {
  return `export default {
    id: '${id}', question: 'Which?', timedSpan: 'All of it.', disturbedBy: [], parameters: {}, collectors: [],
    metrics: [{ id: 'a.b', unit: 'us', direction: 'neither', kind: 'time', description: 'A thing.' }],
    headline: 'a.b', vm: () => ({}), measure: async () => ({}),
  };\n`;
}

/** What the user reads when these files are loaded. */
async function complaintAbout(folder: TemporaryFolder, paths: readonly string[]): Promise<string> {
  const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
  try {
    await loadDefinitions(paths, env);
  } catch (thrown) {
    return formatError(thrown, createPalette({ enabled: false })).replaceAll(folder.path, '<folder>');
  }
  throw new Error('the definitions were accepted');
}

describe('loadDefinitions()', () => {
  it('finds the built-in benchmarks', async () => {
    const loaded = await loadDefinitions([], {});
    expect(loaded.map(({ definition, source }) => [definition.id, source])).toContainEqual([
      'boot-time',
      'built-in',
    ]);
  });

  it('loads TypeScript from a folder without package.json', async () => {
    using folder = makeTemporaryFolder();
    const path = writeOwn(folder);
    const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
    const loaded = await loadDefinitions([join(folder.path, 'benchmarks')], env);
    const own = loaded.find(({ source }) => source === 'user');
    expect(own?.path).toBe(path);
    expect(own?.definition.question).toBe('How long with my own kernel?');
    expect(own?.definition.parameters).toEqual({ vcpus: [1, 2], memMib: [128, 256] });
  });

  it('gives the module the running copy, so that its errors are ours', async () => {
    using folder = makeTemporaryFolder();
    const path = writeOwn(folder);
    const loaded = await loadDefinitions([path], { XDG_CACHE_HOME: join(folder.path, 'cache') });
    const own = loaded.find(({ source }) => source === 'user');
    const arm = { id: 'a', firecrackerVersion: '1.12.1', bootTimerAddress: '0xd0000000' };
    expect(() => own?.definition.vm({ vcpus: 1 }, { ...arm, probeGuest: '/x' as never })).toThrow(BenchError);
  });

  it('keeps transpiled modules in a folder that is ours alone', async () => {
    using folder = makeTemporaryFolder();
    const path = writeOwn(folder);
    await loadDefinitions([path], { XDG_CACHE_HOME: join(folder.path, 'cache') });
    const cache = join(folder.path, 'cache', 'microvm-bench', 'jiti');
    expect(statSync(cache).mode & 0o777).toBe(0o700);
    expect(statSync(join(cache, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(cache)).toHaveLength(2);
  });

  it('takes the four endings directly in a folder, and neither dotfiles nor declarations', async () => {
    using folder = makeTemporaryFolder();
    for (const name of [
      'a.ts',
      'b.mts',
      'c.js',
      'd.mjs',
      '.hidden.ts',
      'e.d.ts',
      'f.d.mts',
      'g.json',
      'sub/h.ts',
    ]) {
      folder.write(name, minimal(name.split('.')[0] ?? ''));
    }
    const loaded = await loadDefinitions([folder.path], { XDG_CACHE_HOME: '/nonexistent/cache' });
    const own = loaded.filter(({ source }) => source === 'user');
    expect(own.map(({ definition }) => definition.id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes a path that is given twice once', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('a.mjs', minimal('a'));
    const loaded = await loadDefinitions([path, folder.path], { XDG_CACHE_HOME: folder.path });
    expect(loaded.filter(({ source }) => source === 'user')).toHaveLength(1);
  });

  it('names file, line and cause when a module throws', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('bad.ts', 'interface A { a: string }\n\nthrow new Error("no kernel here");\n');
    expect(await complaintAbout(folder, [path])).toBe(
      'error DEFINITION_FAILED: Cannot load the benchmark definition "<folder>/bad.ts": it failed at line 3: no kernel here\n',
    );
  });

  it('names the file that does not parse', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('bad.ts', 'export default {{;\n');
    expect(await complaintAbout(folder, [path])).toBe(
      `error DEFINITION_FAILED: Cannot load the benchmark definition "<folder>/bad.ts": it failed at line 1: ParseError: Unexpected token  \n   <folder>/bad.ts:1:16\n`,
    );
  });

  it('names the import that is not there', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('bad.ts', "import { a } from 'no-such-package';\nexport default a;\n");
    expect(await complaintAbout(folder, [path])).toBe(
      `error DEFINITION_FAILED: Cannot load the benchmark definition "<folder>/bad.ts": it failed at line 1: Cannot find module 'no-such-package'\n  Require stack:\n  - <folder>/bad.ts\n`,
    );
  });

  it('refuses a module without default export', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('helper.ts', 'export const a = 1;\n');
    expect(await complaintAbout(folder, [path])).toBe(
      'error DEFINITION_INVALID: Cannot load the benchmark definition "<folder>/helper.ts": it has no default export\n' +
        '  hint: Export it by default; modules that only help belong into a folder of their own\n',
    );
  });

  it('refuses a second definition of an id', async () => {
    using folder = makeTemporaryFolder();
    const one = folder.write('one/a.ts', minimal('a'));
    const two = folder.write('two/a.ts', minimal('a'));
    expect(await complaintAbout(folder, [one, two])).toBe(
      'error DEFINITION_INVALID: Cannot use the benchmark "a": "<folder>/one/a.ts" and "<folder>/two/a.ts" both define it\n' +
        '  hint: Rename one of the files and its id\n',
    );
  });

  it('refuses a path that is not there and a folder without definitions', async () => {
    using folder = makeTemporaryFolder();
    expect(await complaintAbout(folder, [join(folder.path, 'nowhere')])).toBe(
      `error DEFINITION_INVALID: Cannot find benchmarks at "<folder>/nowhere": ENOENT: no such file or directory, stat '<folder>/nowhere'\n` +
        '  hint: Name a file with a benchmark or a folder of such files\n',
    );
    expect(await complaintAbout(folder, [folder.path])).toBe(
      'error DEFINITION_INVALID: Cannot find benchmarks at "<folder>": no file there ends in .ts, .mts, .js, .mjs\n',
    );
  });
});

describe('selectDefinitions()', () => {
  it('keeps the order asked for, each once', async () => {
    using folder = makeTemporaryFolder();
    const paths = [folder.write('a.mjs', minimal('a')), folder.write('b.mjs', minimal('b'))];
    const loaded = await loadDefinitions(paths, { XDG_CACHE_HOME: folder.path });
    const chosen = selectDefinitions(loaded, ['b', 'a', 'b']);
    expect(chosen.map(({ definition }) => definition.id)).toEqual(['b', 'a']);
    expect(selectDefinitions(loaded, [])).toBe(loaded);
  });

  it('suggests the id that was probably meant', async () => {
    const loaded = await loadDefinitions([], {});
    expect(() => selectDefinitions(loaded, ['boot-tmie'])).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: 'Cannot run the benchmark "boot-tmie": there is none of this id',
        hint: 'Did you mean "boot-time"?',
      }),
    );
  });
});
