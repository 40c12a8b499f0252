import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSmallFolder } from '../run-small.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const golden = readFileSync(new URL('../../golden/run-small/exports/benchstat.txt', import.meta.url), 'utf8');

describe('export', () => {
  it('prints the document and nothing else, of a run by its name', async () => {
    using folder = makeTemporaryFolder();
    cpSync(runSmallFolder, join(folder.path, 'results', 'run-small'), { recursive: true });
    symlinkSync('run-small', join(folder.path, 'results', 'latest'));
    const argv = ['export', 'latest', '--format', 'benchstat'];
    expect(await invoke(argv, { cwd: folder.path })).toEqual({ status: 0, stdout: golden, stderr: '' });
  });

  it('writes the document into a file, in place of what was there', async () => {
    using folder = makeTemporaryFolder();
    const output = folder.write('out.txt', 'earlier');
    const argv = ['export', runSmallFolder, '--format', 'benchstat', '--output', 'out.txt'];
    const { status, stdout } = await invoke(argv, { cwd: folder.path });
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(output, 'utf8')).toBe(golden);
    expect(readdirSync(folder.path)).toEqual(['out.txt']);
  });

  it('tells on standard error what makes the numbers unusable', async () => {
    using folder = makeTemporaryFolder();
    const text = readFileSync(join(runSmallFolder, 'samples.ndjson'), 'utf8');
    folder.write('samples.ndjson', text.replaceAll('"lastCpu":3', '"lastCpu":0'));
    cpSync(join(runSmallFolder, 'manifest.json'), join(folder.path, 'manifest.json'));
    const { status, stdout, stderr } = await invoke(['export', folder.path, '--format', 'benchstat']);
    expect([status, stdout]).toEqual([0, golden]);
    expect(stderr).toContain('error placement-moved: ');
  });

  it.each([
    [
      ['--format', 'benchstats'],
      'error USAGE: Cannot use --format "benchstats": there is no such format\n  hint: Did you mean benchstat?\n',
    ],
    [
      ['--format', 'xml'],
      'error USAGE: Cannot use --format "xml": there is no such format\n  hint: Give one of long-csv, json, benchstat, ' +
        'bencher, github-action-benchmark, github-action-benchmark-bigger, openmetrics\n',
    ],
    [
      [],
      'error USAGE: Cannot choose a format: there is no --format\n  hint: Give one of long-csv, json, benchstat, bencher, ' +
        'github-action-benchmark, github-action-benchmark-bigger, openmetrics\n',
    ],
  ])('ends with 64 on the format %j', async (options, stderr) => {
    expect(await invoke(['export', runSmallFolder, ...options])).toEqual({ status: 64, stdout: '', stderr });
  });

  it('ends with 65 where no run is, and where one is damaged', async () => {
    using folder = makeTemporaryFolder();
    const missing = await invoke(['export', 'none', '--format', 'json'], { cwd: folder.path });
    expect([missing.status, missing.stdout]).toEqual([65, '']);
    expect(missing.stderr).toContain('error RUN_NOT_FOUND: Cannot find the run "none"');
    folder.write('manifest.json', '{}');
    const damaged = await invoke(['export', folder.path, '--format', 'json']);
    expect([damaged.status, damaged.stdout]).toEqual([65, '']);
    expect(damaged.stderr).toContain('error RUN_MALFORMED: Cannot read "');
  });

  it('ends with 69 where the file cannot be written', async () => {
    using folder = makeTemporaryFolder();
    const output = join(folder.path, 'none', 'out.txt');
    const argv = ['export', runSmallFolder, '--format', 'json', '--output', output];
    const { status, stderr } = await invoke(argv);
    expect(status).toBe(69);
    expect(stderr).toContain(`error RESULTS_NOT_WRITABLE: Cannot write "${output}": ENOENT`);
  });
});
