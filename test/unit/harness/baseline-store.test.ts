import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBaselineStore, type BaselineStep } from '../../../src/harness/baseline-store.ts';
import { aManifest } from '../builders.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../cli/temporary-folder.ts';

/** A step to a run whose files hold the given text: the store does not look into them. */
function aStep(folder: TemporaryFolder, text: string, overrides: Partial<BaselineStep> = {}): BaselineStep {
  folder.write(`runs/${text}/manifest.json`, `{ "it": "${text}" }\n`);
  folder.write(`runs/${text}/samples.ndjson`, `${text}\n`);
  return {
    folder: join(folder.path, 'runs', text),
    manifest: aManifest({ runId: `run-${text}` }),
    pinnedAt: '2026-01-02T03:04:05.000Z',
    reason: `because of ${text}`,
    ...overrides,
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(`{ "it": "${text}" }\n${text}\n`).digest('hex');
}

describe('openBaselineStore()', () => {
  it('keeps manifest and journal under their digest, and the name beside them', () => {
    using folder = makeTemporaryFolder();
    const store = openBaselineStore(join(folder.path, 'store'));
    expect(store.names()).toEqual([]);
    const entry = store.pin('main', aStep(folder, 'one', { by: 'ops' }));
    const digest = digestOf('one');
    expect(entry).toEqual({
      digest,
      runId: 'run-one',
      pinnedAt: '2026-01-02T03:04:05.000Z',
      reason: 'because of one',
      by: 'ops',
    });
    expect(readdirSync(join(folder.path, 'store')).sort()).toEqual([digest.slice(0, 16), 'main.json']);
    expect(store.names()).toEqual(['main']);
    const located = store.locate('main');
    expect(located).toEqual({ entry, folder: join(folder.path, 'store', digest.slice(0, 16)) });
    expect(readdirSync(located.folder).sort()).toEqual(['manifest.json', 'samples.ndjson']);
    expect(readFileSync(join(located.folder, 'samples.ndjson'), 'utf8')).toBe('one\n');
  });

  it('moves a name by accept, and keeps what it stood for', () => {
    using folder = makeTemporaryFolder();
    const store = openBaselineStore(join(folder.path, 'store'));
    store.pin('main', aStep(folder, 'one'));
    store.accept('main', aStep(folder, 'two'));
    expect(store.locate('main').entry.runId).toBe('run-two');
    const text = readFileSync(join(folder.path, 'store', 'main.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      format: '1.0',
      name: 'main',
      history: [{ digest: digestOf('one') }, { digest: digestOf('two'), reason: 'because of two' }],
    });
  });

  it('keeps one copy of a run that two names stand for', () => {
    using folder = makeTemporaryFolder();
    const store = openBaselineStore(join(folder.path, 'store'));
    store.pin('main', aStep(folder, 'one'));
    store.pin('release', aStep(folder, 'one'));
    expect(store.locate('release').folder).toBe(store.locate('main').folder);
  });

  it.each<
    [
      string,
      (store: ReturnType<typeof openBaselineStore>, folder: TemporaryFolder) => unknown,
      string,
      string,
    ]
  >([
    [
      'a name that is there',
      (store, folder) => store.pin('main', aStep(folder, 'two')),
      'USAGE',
      'Cannot pin the baseline main: there is one of this name',
    ],
    [
      'a run that is not complete',
      (store, folder) =>
        store.pin('other', aStep(folder, 'two', { manifest: { runId: 'r', end: { status: 'running' } } })),
      'USAGE',
      'Cannot make a baseline of the run r: it is running',
    ],
    [
      'to accept for a name that is not there',
      (store, folder) => store.accept('mian', aStep(folder, 'two')),
      'BASELINE_NOT_FOUND',
      'Cannot find the baseline mian',
    ],
    [
      'to accept the run that it is',
      (store, folder) => store.accept('main', aStep(folder, 'one')),
      'USAGE',
      'Cannot accept the run run-one: the baseline main is this run already',
    ],
    ['a name that leads out of the store', (store) => store.locate('../main'), 'USAGE', 'it is none'],
    ['an empty name', (store, folder) => store.pin('', aStep(folder, 'two')), 'USAGE', 'it is none'],
  ])('refuses %s', (...row) => {
    const [, act, code, message] = row;
    using folder = makeTemporaryFolder();
    const store = openBaselineStore(join(folder.path, 'store'));
    store.pin('main', aStep(folder, 'one'));
    expect(() => act(store, folder)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });

  it('tells a run that was changed by its digest, and names the files', () => {
    using folder = makeTemporaryFolder();
    const store = openBaselineStore(join(folder.path, 'store'));
    store.pin('main', aStep(folder, 'one'));
    const journal = join(store.locate('main').folder, 'samples.ndjson');
    chmodSync(journal, 0o644);
    appendFileSync(journal, 'more\n');
    const wanted = expect.objectContaining({
      code: 'RUN_MALFORMED',
      message: expect.stringContaining(`"${journal}": their sha256 is `) as string,
    }) as unknown;
    expect(() => store.locate('main')).toThrow(wanted);
    expect(() => store.pin('again', aStep(folder, 'one'))).toThrow(wanted);
    rmSync(journal);
    expect(() => store.locate('main')).toThrow(`Cannot read "${journal}": there is no such file`);
  });

  it.each([
    ['{', 'Cannot read the baseline "'],
    ['{ "format": "2.0", "name": "main", "history": [] }', '"format" is wrong: this version reads 1.x'],
    ['{ "format": "1.0", "name": "main", "history": [] }', '"history" is wrong: it names no run'],
  ])('refuses a name file that is %s', (content, message) => {
    using folder = makeTemporaryFolder();
    folder.write('store/main.json', content);
    const store = openBaselineStore(join(folder.path, 'store'));
    for (const act of [() => store.locate('main'), () => store.prune({ remove: true })]) {
      expect(act).toThrow(
        expect.objectContaining({
          code: 'RUN_MALFORMED',
          message: expect.stringContaining(message) as string,
        }),
      );
    }
  });

  it('prunes what no name has ever stood for, and nothing else', () => {
    using folder = makeTemporaryFolder();
    const path = join(folder.path, 'store');
    const store = openBaselineStore(path);
    store.pin('main', aStep(folder, 'one'));
    store.accept('main', aStep(folder, 'two'));
    store.pin('gone', aStep(folder, 'three'));
    rmSync(join(path, 'gone.json'));
    mkdirSync(join(path, '.incoming-17'));
    mkdirSync(join(path, 'of somebody else'));
    const stray = [join(path, '.incoming-17'), join(path, digestOf('three').slice(0, 16))];
    expect(store.prune({ remove: false })).toEqual(stray);
    expect(stray.map((each) => existsSync(each))).toEqual([true, true]);
    expect(store.prune({ remove: true })).toEqual(stray);
    expect(readdirSync(path).sort()).toEqual(
      [digestOf('one').slice(0, 16), digestOf('two').slice(0, 16), 'main.json', 'of somebody else'].sort(),
    );
    expect(store.prune({ remove: true })).toEqual([]);
  });
});
