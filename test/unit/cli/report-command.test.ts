import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyseRun } from '../../../src/analysis/analyse-run.ts';
import { formatSummaryTable } from '../../../src/report/table.ts';
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
