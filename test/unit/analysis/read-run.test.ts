import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../../src/analysis/read-run.ts';
import { aManifest, aSmallRun } from '../builders.ts';
import { runSmallFolder } from '../run-small.ts';

describe('the fixture run-small', () => {
  it('is what aSmallRun() builds', async () => {
    const { manifest, trials } = aSmallRun();
    const journal = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
    await expect(`${JSON.stringify(manifest, undefined, 2)}\n`).toMatchFileSnapshot(
      join(runSmallFolder, 'manifest.json'),
    );
    await expect(journal).toMatchFileSnapshot(join(runSmallFolder, 'samples.ndjson'));
  });
});

describe('readRun()', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-run-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads a run folder', () => {
    expect(readRun(runSmallFolder)).toEqual(aSmallRun());
  });

  it('says that there is no run', () => {
    const missing = join(folder, 'missing');
    expect(() => readRun(missing)).toThrow(
      expect.objectContaining({
        code: 'RUN_NOT_FOUND',
        message: `Cannot read the run "${missing}": there is no "${missing}/manifest.json"`,
        hint: 'Give a run folder: one that holds manifest.json and samples.ndjson',
      }),
    );
  });

  it('says that there is no journal', () => {
    copyFileSync(join(runSmallFolder, 'manifest.json'), join(folder, 'manifest.json'));
    expect(() => readRun(folder)).toThrow(
      expect.objectContaining({
        code: 'RUN_NOT_FOUND',
        message: `Cannot read the run "${folder}": there is no "${folder}/samples.ndjson"`,
      }),
    );
  });

  it('says that a file cannot be read', () => {
    mkdirSync(join(folder, 'manifest.json'));
    expect(() => readRun(folder)).toThrow(
      expect.objectContaining({
        code: 'RUN_MALFORMED',
        message: `Cannot read "${folder}/manifest.json": EISDIR: illegal operation on a directory, read`,
      }),
    );
  });

  it('says where a manifest is not JSON', () => {
    writeFileSync(join(folder, 'manifest.json'), '{"format": "1.0",');
    const message: unknown = expect.stringContaining(`Cannot read "${folder}/manifest.json": `);
    expect(() => readRun(folder)).toThrow(expect.objectContaining({ code: 'RUN_MALFORMED', message }));
  });

  it('says what is wrong in a manifest', () => {
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...aManifest(), runId: 3 }));
    expect(() => readRun(folder)).toThrow(
      `Cannot read "${folder}/manifest.json": "runId" is wrong: expected string, received number`,
    );
  });
});
