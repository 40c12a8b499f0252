import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { headlineText } from '../../../src/model/comparison-text.ts';
import { aHostileRun } from '../report/exports/a-hostile-run.ts';
import { aRunOfDay, writeRun } from '../some-runs.ts';
import { aTwoArmRun, runFiles } from '../two-arm-run.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

interface Indexed {
  readonly status: number;
  readonly stderr: string;
  readonly page: string;
}

async function index(folder: TemporaryFolder): Promise<Indexed> {
  const { status, stdout, stderr } = await invoke(['index', folder.path]);
  return { status, stderr, page: readFileSync(stdout.trim(), 'utf8') };
}

const rowsOf = (page: string): readonly string[] => page.match(/<tr class="entry[^]*?<\/tr>/g) ?? [];

describe('index', () => {
  it('lists all runs, the newest first, with a relative link or the way to make the page', async () => {
    using folder = makeTemporaryFolder();
    const [older, newer] = [0, 1].map((day) => writeRun(aRunOfDay(day, 60_000), folder.path));
    writeFileSync(join(older ?? '', 'report.html'), '');
    const { status, page } = await index(folder);
    expect(status).toBe(0);
    const [first = '', second = ''] = rowsOf(page);
    expect(first).toContain(
      `no page yet: <code>microvm-bench report ${newer?.split('/').at(-1) ?? ''}</code>`,
    );
    expect(second).toContain(`<a href="./${older?.split('/').at(-1) ?? ''}/report.html">`);
    expect(page).not.toMatch(/https?:|<script|<link|<img|@import|url\(|javascript:/i);
    expect(page).not.toContain(folder.path);
  });

  it('writes nothing where no run is', async () => {
    using folder = makeTemporaryFolder();
    const { status, stderr } = await invoke(['index', folder.path]);
    expect(status).toBe(65);
    expect(stderr).toContain(
      `error RUN_NOT_FOUND: Cannot make an index of "${folder.path}": no run is in it\n`,
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('has the same bytes for the same folder', async () => {
    using folder = makeTemporaryFolder();
    for (const day of [0, 1, 2]) writeRun(aRunOfDay(day, 60_000 + 100 * day), folder.path);
    const { page } = await index(folder);
    expect((await index(folder)).page).toBe(page);
  });

  it('draws each headline over the runs of one environment', async () => {
    using folder = makeTemporaryFolder();
    for (const day of [0, 1, 2, 3]) writeRun(aRunOfDay(day, 60_000 + 1_000 * day), folder.path);
    const { page } = await index(folder);
    expect(page).toContain('aria-label="medians of 4 runs, oldest first: 60.0, 61.0, 62.0, 63.0"');
    expect(page).toMatch(/key">\s*63\.0 ms<\/td>\s*<td class="number">62\.6–69\.0 ms</);
  });

  it('tells the verdict of a run with several arms, as its own page does', async () => {
    using folder = makeTemporaryFolder();
    const run = aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 });
    for (const [name, text] of Object.entries(runFiles(run))) folder.write(join('run', name), text);
    const { comparison } = analyseRecords(run);
    if (comparison === undefined) throw new Error('nothing was compared');
    expect((await index(folder)).page).toContain(`<span class="failed">${headlineText(comparison)}</span>`);
  });

  it('marks a run without an end, and leaves it out of the series', async () => {
    using folder = makeTemporaryFolder();
    writeRun(aRunOfDay(0, 60_000, { end: { status: 'running' } }), folder.path);
    const { page } = await index(folder);
    expect(page).toContain('not ended: killed, or still going on');
    expect(page).not.toContain('Headlines over time');
  });

  it('lists what it cannot read with the reason, and the rest all the same', async () => {
    using folder = makeTemporaryFolder();
    writeRun(aRunOfDay(0, 60_000), folder.path);
    folder.write('cut/manifest.json', '{');
    mkdirSync(join(folder.path, 'empty'));
    const { status, page, stderr } = await index(folder);
    expect(status).toBe(0);
    expect(rowsOf(page)).toHaveLength(2);
    expect(page).toMatch(/<dt><code>cut<\/code><\/dt>\s*<dd>Cannot read &quot;cut\/manifest\.json&quot;/);
    expect(page).toMatch(/<dt><code>empty<\/code><\/dt>\s*<dd>no run: there is no manifest\.json</);
    expect(stderr).toContain('left out: empty: no run');
  });

  it('lists campaigns with their runs, and shared reports', async () => {
    using folder = makeTemporaryFolder();
    const apart = join(folder.path, 'apart');
    const runs = [0, 1].map((day) => writeRun(aRunOfDay(day, 60_000), apart));
    await invoke(['merge', ...runs, '--output', join(folder.path, 'results', 'week')]);
    const output = join(folder.path, 'results', 'reports', 'both');
    await invoke(['report', ...runs, '--title', 'Both days', '--output', output]);
    const { stdout } = await invoke(['index', join(folder.path, 'results'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 2, campaigns: 1, reports: 1, leftOut: [] });
    const page = readFileSync(join(folder.path, 'results', 'index.html'), 'utf8');
    expect(page).toContain('campaign of 2 runs');
    expect(page).toContain('<a href="./reports/both/report.html">Both days</a>, report of 2 runs');
  });

  it('filters by style sheet alone, with numbers in the place of names', async () => {
    using folder = makeTemporaryFolder();
    for (const [name, text] of Object.entries(runFiles(aHostileRun()))) folder.write(join('run', name), text);
    writeRun(aRunOfDay(0, 60_000), folder.path);
    const { page } = await index(folder);
    expect(page).toContain('body:has(#b1:checked) .entry:not(.b1){display:none}');
    const style = page.slice(page.indexOf('<style>'), page.indexOf('</style>'));
    expect(style).not.toMatch(/cmd|élan|<g>/);
    expect(page.slice(page.indexOf('</style>'))).not.toMatch(/<g>|\u001b|\u202e/);
    expect(rowsOf(page)[0]).toMatch(/^<tr class="entry (?:b\d )+h\d a\d">/);
  });

  it('refuses a run folder, and a folder that is not there', async () => {
    using folder = makeTemporaryFolder();
    const run = writeRun(aRunOfDay(0, 60_000), folder.path);
    expect(await invoke(['index', run])).toMatchObject({ status: 64 });
    expect(await invoke(['index', join(folder.path, 'none')])).toMatchObject({ status: 65 });
  });
});
