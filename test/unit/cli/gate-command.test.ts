import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from './invoke.ts';
import { readJson, writeGateRun } from './gate-runs.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const read = (folder: TemporaryFolder, name: string): string => readFileSync(join(folder.path, name), 'utf8');

describe('gate', () => {
  it('writes verdict, JUnit and comment, and ends with the status of the verdict', async () => {
    using folder = makeTemporaryFolder();
    const run = writeGateRun(folder, 'regression', { name: 'slow' });
    const { status, stdout } = await invoke(
      ['gate', 'slow', '--output', 'v.json', '--junit', 'j.xml', '--comment', 'c.md', '--gate-id', 'pr'],
      { cwd: folder.path },
    );
    expect(status).toBe(10);
    expect(stdout).not.toContain('::');
    const verdict = readJson(join(run, 'verdict.json'));
    expect(verdict).toMatchObject({ status: 'regressed', exitCode: 10 });
    expect(readJson(join(folder.path, 'v.json'))).toEqual(verdict);
    expect(read(folder, 'j.xml')).toContain('tests="3" failures="2" errors="0" skipped="0"');
    expect(read(folder, 'c.md')).toContain(
      '<!-- microvm-bench gate pr -->\n### microvm-bench gate: regressed\n',
    );
    expect(read(folder, 'c.md')).toContain('run <code>slow</code> on <code>generated</code>');
    expect(read(folder, 'c.md')).toContain('microvm-bench run boot-time --arm base --arm candidate\n');
  });

  it('annotates for GitHub after its own output, in which no command counts, and appends to the summary', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'regression', { name: 'slow' });
    const summary = folder.write('summary.md', 'before\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stdout } = await invoke(['gate', 'slow', '--comment', 'c.md'], { cwd: folder.path, env });
    const lines = stdout.split('\n');
    const token = /^::stop-commands::([0-9a-f-]{36})$/.exec(lines[0] ?? '')?.[1] ?? 'none';
    const end = lines.indexOf(`::${token}::`);
    expect(lines.slice(1, end).join('\n')).toContain('regressed: 1 regressed of 1 gated');
    expect(lines.slice(end + 1)).toEqual([
      expect.stringMatching(/^::error title=boot\.guest%3A regressed::boot\.guest of boot-time\//),
      '',
    ]);
    expect(read(folder, 'summary.md')).toBe(`before\n${read(folder, 'c.md')}`);
  });

  it('keeps standard output one document with --format json and --github', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'regression', { name: 'slow' });
    const { stdout, stderr } = await invoke(['gate', 'slow', '--github', '--format', 'json'], {
      cwd: folder.path,
    });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'regressed' });
    expect(stderr).toContain('\n::error title=boot.guest%3A regressed::');
  });

  it('keeps the summary of a step within its limit', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'regression', { name: 'slow' });
    const summary = folder.write('summary.md', 'x'.repeat(1024 * 1024 - 200));
    await invoke(['gate', 'slow', '--github'], {
      cwd: folder.path,
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(read(folder, 'summary.md').length).toBeLessThanOrEqual(1024 * 1024);
    expect(read(folder, 'summary.md').endsWith('### microvm-bench gate: regressed\n')).toBe(true);
  });

  it('says in every file that it could not be asked, over a verdict that is old', async () => {
    using folder = makeTemporaryFolder();
    const run = writeGateRun(folder, 'a-a', { name: 'same' });
    await invoke(['gate', 'same'], { cwd: folder.path });
    folder.write('results/same/samples.ndjson', 'no journal\n');
    const { status, stdout } = await invoke(
      ['gate', 'same', '--output', 'v.json', '--junit', 'j.xml', '--github'],
      { cwd: folder.path },
    );
    expect(status).toBe(65);
    expect(readJson(join(run, 'verdict.json'))).toMatchObject({ status: 'error', exitCode: 65 });
    expect(readJson(join(folder.path, 'v.json'))).toMatchObject({ status: 'error', exitCode: 65 });
    expect(read(folder, 'j.xml')).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(stdout).toMatch(/^::error title=microvm-bench gate%3A error::Cannot read line 1 of /);
  });

  it('says so for a configuration that cannot be read as well', async () => {
    using folder = makeTemporaryFolder();
    const run = writeGateRun(folder, 'a-a', { name: 'same' });
    folder.write('microvm-bench.config.json', '{ "gate": { "alpha": 7 } }');
    const { status } = await invoke(['gate', run], { cwd: folder.path });
    expect(status).toBe(78);
    expect(readJson(join(run, 'verdict.json'))).toMatchObject({ status: 'error', exitCode: 78 });
  });

  it.each([
    ['--format', 'yaml'],
    ['--gate-id', 'a b'],
    ['--confirm-trials', '3'],
  ])('says so for %s %s as well, over a verdict that is old', async (...words) => {
    using folder = makeTemporaryFolder();
    const run = writeGateRun(folder, 'a-a', { name: 'same' });
    await invoke(['gate', 'same'], { cwd: folder.path });
    const { status } = await invoke(['gate', 'same', '--junit', 'j.xml', ...words], { cwd: folder.path });
    expect(status).toBe(64);
    expect(readJson(join(run, 'verdict.json'))).toMatchObject({ status: 'error', exitCode: 64 });
    expect(read(folder, 'j.xml')).toContain('errors="1"');
  });

  it.each(['a b', 'x-->', 'a--b', ''])('refuses the gate id %j', async (id) => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'same' });
    const { status } = await invoke(['gate', 'same', '--comment', 'c.md', '--gate-id', id], {
      cwd: folder.path,
    });
    expect(status).toBe(64);
    expect(existsSync(join(folder.path, 'c.md'))).toBe(false);
  });
});
