import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyseRun } from '../../../src/analysis/analyse-run.ts';
import { formatSummaryTable } from '../../../src/report/table.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { aRunOfDay, writeRun } from '../some-runs.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const fixture = fileURLToPath(new URL('../../fixtures/run-small', import.meta.url));

/** A results folder with one run, and `latest` leading to it. */
function writeResults(folder: TemporaryFolder): string {
  const run = join(folder.path, 'results', 'run-small');
  cpSync(fixture, run, { recursive: true });
  symlinkSync('run-small', join(folder.path, 'results', 'latest'));
  return run;
}

describe('report', () => {
  it('recomputes the newest run: the table on standard output, the page in the folder', async () => {
    using folder = makeTemporaryFolder();
    const run = writeResults(folder);
    const { status, stdout, stderr } = await invoke(['report', 'latest'], { cwd: folder.path });
    expect(status).toBe(0);
    expect(stdout).toBe(`${formatSummaryTable(analyseRun(run))}\n`);
    expect(stderr.split('\n').at(-2)).toBe(`report: ${join(run, 'report.html')}`);
    expect(existsSync(join(run, 'report.html'))).toBe(true);
  });

  it('prints the summary as one document with --json, and takes the folder itself', async () => {
    using folder = makeTemporaryFolder();
    const run = writeResults(folder);
    const { stdout } = await invoke(['report', run, '--json'], { cwd: '/' });
    const summary: unknown = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8'));
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({ folder: run, summary });
  });

  it('puts several runs on one page, below the results or where it is told to', async () => {
    using folder = makeTemporaryFolder();
    const ids = [0, 1].map((day) => writeRun(aRunOfDay(day, 60_000), join(folder.path, 'results')));
    const operands = ids.map((path, index) => `day-${index + 1}=${path}`);
    const shared = await invoke(['report', ...operands], { cwd: folder.path });
    expect(shared.status).toBe(0);
    expect(shared.stdout).toContain('day-2: ');
    const place = /^report: (.*)$/m.exec(shared.stderr)?.[1] ?? '';
    expect(place).toMatch(/\/results\/reports\/2-runs-[0-9a-f]{8}\/report\.html$/);
    const output = join(folder.path, 'published');
    const named = await invoke(
      ['report', ...operands, '--output', output, '--title', 'Two days', '--author', 'A. Author'],
      { cwd: folder.path },
    );
    expect(named.status).toBe(0);
    const page = readFileSync(join(output, 'report.html'), 'utf8');
    expect(page).toContain('<h1>Two days</h1>');
    expect(page).toContain('A. Author');
    expect(page).toContain('<h2>Host: day-1</h2>');
    expect(readFileSync(join(output, 'summary.csv'), 'utf8')).toMatch(/^run,case,/);
    expect(JSON.parse(readFileSync(join(output, 'summary.json'), 'utf8'))).toMatchObject({
      title: 'Two days',
      runs: [{ label: 'day-1' }, { label: 'day-2' }],
    });
  });

  it('takes no empty title', async () => {
    using folder = makeTemporaryFolder();
    writeResults(folder);
    const { status, stderr } = await invoke(['report', 'latest', '--title', '  '], { cwd: folder.path });
    expect([status, stderr]).toEqual([
      64,
      'error USAGE: Cannot use --title "  ": it is empty\n  hint: Give a text, or leave it away\n',
    ]);
  });

  it('puts title, authors and comparison into the document of one run too', async () => {
    using folder = makeTemporaryFolder();
    const run = writeRun(aTwoArmRun({ blockCount: 6, factor: 1.1, seed: 5 }), folder.path);
    const argv = ['report', run, '--format', 'json', '--title', 'Mine', '--author', 'A'];
    const document: unknown = JSON.parse((await invoke(argv, { cwd: folder.path })).stdout);
    expect(document).toMatchObject({ title: 'Mine', authors: ['A'], comparison: { base: { id: 'base' } } });
  });

  it.each([
    ['/proc/microvm-bench', "ENOENT: no such file or directory, mkdir '/proc/microvm-bench'"],
    ['/proc/version', '"/proc/version" is no folder'],
  ])('ends with 69 where no folder can be made: --output %s', async (output, seen) => {
    const { status, stderr } = await invoke(['report', fixture, '--output', output]);
    expect(status).toBe(69);
    expect(stderr).toContain(
      `error RESULTS_NOT_WRITABLE: Cannot make the folder "${output}": ${seen}\n` +
        '  hint: Choose a folder that can be written with --output\n',
    );
  });

  it('says of a file in a run folder to give the folder, and looks for an absolute path nowhere else', async () => {
    const file = await invoke(['report', join(fixture, 'manifest.json')]);
    expect(file.status).toBe(65);
    expect(file.stderr).toContain('hint: Give the folder that holds it');
    const nope = await invoke(['report', '/tmp/microvm-bench-nope']);
    expect(nope.status).toBe(65);
    expect(nope.stderr).toContain('"/tmp/microvm-bench-nope": "/tmp/microvm-bench-nope" is no run folder\n');
  });

  it('says why a run that is there cannot be reached', async () => {
    using folder = makeTemporaryFolder();
    mkdirSync(join(folder.path, 'results'));
    symlinkSync('latest', join(folder.path, 'results', 'latest'));
    const { status, stderr } = await invoke(['report', 'latest'], { cwd: folder.path });
    expect(status).toBe(65);
    expect(stderr).toContain('error RUN_MALFORMED: Cannot read "');
    expect(stderr).toContain('ELOOP');
  });

  it('ends with 65 where no run is', async () => {
    using folder = makeTemporaryFolder();
    const { status, stderr } = await invoke(['report', 'latest'], { cwd: folder.path });
    expect(status).toBe(65);
    expect(stderr.replaceAll(folder.path, '<folder>')).toBe(
      'error RUN_NOT_FOUND: Cannot find the run "latest": neither "<folder>/latest" nor "<folder>/results/latest" is a run folder\n' +
        '  hint: Give the folder of a run, its name under the results folder, or "latest"\n',
    );
  });
});
