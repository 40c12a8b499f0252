import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestRun } from '../../../src/analysis/digest-run.ts';
import { makeCampaign } from '../../../src/analysis/make-campaign.ts';
import { readCampaign } from '../../../src/analysis/read-campaign.ts';
import { readRuns } from '../../../src/analysis/read-runs.ts';
import type { Campaign } from '../../../src/model/campaign.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../cli/temporary-folder.ts';
import { aRunOfDay, writeRun } from '../some-runs.ts';

const runs = [aRunOfDay(0, 65_000), aRunOfDay(1, 65_100)];

/** Writes a campaign as `merge` does, with one thing changed in its document. */
function writeCampaign(folder: TemporaryFolder, change: (campaign: Campaign) => unknown): string {
  const sources = runs.map((run) => {
    const path = writeRun(run, join(folder.path, 'runs'));
    return { folder: path, manifest: run.manifest, ...digestRun(path) };
  });
  folder.write('campaign.json', JSON.stringify(change(makeCampaign(sources))));
  return folder.path;
}

describe('readRuns()', () => {
  it('reads run folders, campaigns and folders of runs into one list', () => {
    using campaign = makeTemporaryFolder();
    using results = makeTemporaryFolder();
    writeCampaign(campaign, (document) => document);
    const later = [aRunOfDay(2, 65_000), aRunOfDay(3, 65_000)];
    for (const run of later) writeRun(run, results.path);
    symlinkSync(later[1]?.manifest.runId ?? '', join(results.path, 'latest'));
    mkdirSync(join(results.path, 'not-a-run'));
    const single = writeRun(aRunOfDay(9, 65_000), join(results.path, 'not-a-run'));
    const found = readRuns([single, results.path, campaign.path]);
    expect(found.map(({ records }) => records)).toEqual([aRunOfDay(9, 65_000), ...later, ...runs]);
    expect(found[0]?.folder).toBe(single);
  });

  it.each<[string, string, readonly [code: string, text: string]]>([
    ['an empty folder', 'empty', ['RUN_NOT_FOUND', 'neither it nor a folder in it is one']],
    ['a folder that is not there', 'none', ['RUN_NOT_FOUND', 'ENOENT']],
    ['a file', 'file', ['RUN_NOT_FOUND', 'ENOTDIR']],
    ['a folder with a damaged run', 'damaged', ['RUN_MALFORMED', '"format" is missing']],
  ])('refuses %s', (_what, name, [code, text]) => {
    using folder = makeTemporaryFolder();
    mkdirSync(join(folder.path, 'empty'));
    folder.write('file', '');
    folder.write('damaged/run/manifest.json', '{}');
    expect(() => readRuns([join(folder.path, name)])).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(text) as unknown }),
    );
  });
});

describe('readCampaign()', () => {
  it('gives back what was written', () => {
    using folder = makeTemporaryFolder();
    const written: Campaign[] = [];
    writeCampaign(folder, (document) => {
      written.push(document);
      return document;
    });
    expect([readCampaign(folder.path)]).toEqual(written);
  });

  it.each(['manifest.json', 'samples.ndjson'])('names the file when a %s has changed', (name) => {
    using folder = makeTemporaryFolder();
    writeCampaign(folder, (document) => document);
    const path = join(folder.path, 'runs', runs[1]?.manifest.runId ?? '', name);
    writeFileSync(path, ' ', { flag: 'a' });
    expect(() => readCampaign(folder.path)).toThrow(
      expect.objectContaining({
        code: 'RUN_MALFORMED',
        message: expect.stringContaining(`Cannot read "${path}": its digest is `) as unknown,
      }),
    );
  });

  it.each(['../elsewhere', '/etc', '.', 'runs/../../x'])('refuses a run at %s', (path) => {
    using folder = makeTemporaryFolder();
    writeCampaign(folder, (document) => ({
      ...document,
      runs: document.runs.map((run) => ({ ...run, path })),
    }));
    expect(() => readCampaign(folder.path)).toThrow(`the run "${path}" is not below the campaign folder`);
  });

  it.each([
    ['another major', { format: '2.0' }, 'its format is 2.0, this version reads 1.x'],
    ['no runs', { format: '1.0', title: '' }, '"runs" is missing'],
  ])('refuses %s', (_what, document, text) => {
    using folder = makeTemporaryFolder();
    writeCampaign(folder, () => document);
    expect(() => readCampaign(folder.path)).toThrow(text);
  });
});
