import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from '../../src/model/schema.ts';
import { parseSourceFile, readSourceFiles, type SourceFile, type SourceImport } from '../source-imports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readSourceFiles(root, ['src', 'benchmarks']);

const everyFolder = [
  'base',
  'model',
  'host',
  'stats',
  'vm',
  'pinning',
  'collectors',
  'harness',
  'analysis',
  'report',
  'index',
];

/**
 * Which parts of the house a part may import, besides itself. Nobody may import cli. The harness sees drivers, collectors
 * and policies as the ports in src/model, so the folders that implement them are not in its list.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  host: ['base', 'model'],
  stats: ['base', 'model'],
  vm: ['base', 'model', 'host'],
  pinning: ['base', 'model', 'host'],
  collectors: ['base', 'model', 'host'],
  harness: ['base', 'model', 'stats'],
  analysis: ['base', 'model', 'stats'],
  report: ['base', 'model'],
  cli: everyFolder,
  // The public API.
  index: ['base', 'model', 'stats', 'harness', 'collectors'],
  benchmarks: ['index'],
};

/** As `mayImport`, for imports of types alone. */
const mayImportTypes: Readonly<Record<string, readonly string[]>> = { report: ['analysis'] };

/** Packages that are no code of the program's own: a file puts their build for browsers into a page. */
const carried: readonly (readonly [name: string, path: string])[] = [
  ['vega-embed', 'src/report/interactive/browser-libraries.ts'],
];

/** Files that hand on what others made: the public API, and the schema builder with the project's own parsing. */
const mayReExport: Readonly<Record<string, 'everything' | readonly string[]>> = {
  'src/index.ts': 'everything',
  'src/model/schema.ts': ['z'],
};

/** "vm" for src/vm/firecracker/driver.ts, "index" for src/index.ts, "benchmarks" for what is in benchmarks/. */
function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

function isAllowed(from: string, { file, isTypeOnly }: SourceImport): boolean {
  if (file === undefined) return true;
  const [part, other] = [partOf(from), partOf(file)];
  if (part === other) return true;
  return (
    mayImport[part]?.includes(other) === true ||
    (isTypeOnly && mayImportTypes[part]?.includes(other) === true)
  );
}

/** "file → what it imports", for each import that the check does not like. */
function violations(check: (file: SourceFile, each: SourceImport) => boolean): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((each) => !check(file, each))
      .map((each) => `${file.path} → ${each.file ?? each.specifier}`),
  );
}

function isPackage({ file, specifier }: SourceImport): boolean {
  return file === undefined && !specifier.startsWith('node:');
}

/** "zod" of "zod", "csv-stringify" of "csv-stringify/sync", "@a/b" of "@a/b/c". */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The first cycle that is met from each file on, as "a → b → a", each once. */
function findCycles(all: readonly SourceFile[]): readonly string[] {
  const next = new Map(all.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]));
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    else if (!done.has(path)) for (const other of next.get(path) ?? []) visit(other, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return cycles;
}

function readDependencies(): readonly string[] {
  const names = z.record(z.string(), z.string());
  const schema = z.object({ dependencies: names, optionalDependencies: names });
  const manifest = schema.parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')));
  return Object.values(manifest).flatMap(Object.keys).sort();
}

describe('the house', () => {
  it('has files to look at, each in a part that the table knows', () => {
    expect(files.length).toBeGreaterThan(100);
    expect([...new Set(files.map(({ path }) => partOf(path)))].sort()).toEqual(Object.keys(mayImport).sort());
  });

  it('imports by the table', () => {
    expect(violations(({ path }, each) => isAllowed(path, each))).toEqual([]);
  });

  it('imports only files that are there', () => {
    const paths = new Set(files.map(({ path }) => path));
    expect(violations((_file, { file }) => file === undefined || paths.has(file))).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('imports no package from base', () => {
    expect(violations(({ path }, each) => partOf(path) !== 'base' || !isPackage(each))).toEqual([]);
  });

  it('imports each package that it depends on in exactly one file', () => {
    const importers = new Map<string, Set<string>>(readDependencies().map((name) => [name, new Set()]));
    for (const [name, path] of carried) importers.get(name)?.add(path);
    for (const { path, imports } of files) {
      for (const { specifier } of imports.filter(isPackage)) {
        const name = packageName(specifier);
        importers.set(name, (importers.get(name) ?? new Set()).add(path));
      }
    }
    const shared = [...importers].filter(([, paths]) => paths.size !== 1);
    expect(shared.map(([name, paths]) => `${name} ← ${[...paths].join(', ') || 'nobody'}`)).toEqual([]);
    expect([...importers.keys()].sort()).toEqual(readDependencies());
  });

  it('drives the browser, and asks about accessibility, each from one file of the tests', () => {
    const importersOf = (name: string): readonly string[] =>
      readSourceFiles(root, ['test'])
        .filter(({ imports }) =>
          imports.some((each) => isPackage(each) && packageName(each.specifier) === name),
        )
        .map(({ path }) => path);
    expect(importersOf('playwright-core')).toEqual(['test/browser/chromium.ts']);
    expect(importersOf('axe-core')).toEqual(['test/browser/axe.ts']);
  });

  it('has default exports in benchmarks alone', () => {
    const wrong = files.filter(
      ({ path, hasDefaultExport }) => hasDefaultExport !== (partOf(path) === 'benchmarks'),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has no barrels', () => {
    const wrong = files.flatMap(({ path, reExports }) => {
      const allowed = mayReExport[path] ?? [];
      const names = allowed === 'everything' ? [] : reExports.filter((name) => !allowed.includes(name));
      return names.map((name) => `${path} re-exports ${name}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('parseSourceFile()', () => {
  it('sees every form in which a module can be mentioned', () => {
    const { imports } = parseSourceFile(
      'src/a/b.ts',
      `import x from 'plain'; import * as all from './c.ts'; import { one, type Two } from '../d.ts'; import 'effect';
       import type { T } from 'types'; export { y } from './e.ts'; export type * from './f.ts';
       const later = async () => import('dynamic'); const old = createRequire(import.meta.url)('required');
       type U = import('inline').U; // import 'comment'
       const text = "import 'text'";`,
    );
    const seen = imports.map(({ specifier, file, isTypeOnly }) => [file ?? specifier, isTypeOnly]);
    expect(seen).toEqual([
      ['plain', false],
      ['src/a/c.ts', false],
      ['src/d.ts', false],
      ['effect', false],
      ['types', true],
      ['src/a/e.ts', false],
      ['src/a/f.ts', true],
      ['dynamic', false],
      ['required', false],
      ['inline', true],
    ]);
  });

  it.each([
    ['export default 1;', true, []],
    ['export default function f() {}', true, []],
    ['const a = 1; export { a as default };', true, []],
    ["export { default } from './a.ts';", true, ['default']],
    ['export const a = 1;', false, []],
    ['const a = 1; export { a };', false, []],
    ["import { a } from './a.ts'; export { a };", false, ['a']],
    ["export * from './a.ts';", false, ['*']],
    ["export type { A, B as C } from './a.ts';", false, ['A', 'B']],
  ])('tells what %s exports', (text, hasDefaultExport, reExports) => {
    expect(parseSourceFile('a.ts', text)).toMatchObject({ hasDefaultExport, reExports });
  });
});

describe('findCycles()', () => {
  it('tells the way round', () => {
    const all = ["import './b.ts';", "import type { C } from './c.ts';", "import './b.ts';"].map(
      (text, index) => parseSourceFile(`src/${'abc'.charAt(index)}.ts`, text),
    );
    expect(findCycles(all)).toEqual(['src/b.ts → src/c.ts → src/b.ts']);
  });
});
