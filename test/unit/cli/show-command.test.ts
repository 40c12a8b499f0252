import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aSmallRun } from '../builders.ts';
import { aTwoArmRun, runFiles } from '../two-arm-run.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

function writeRun(folder: TemporaryFolder, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) folder.write(join('results', 'run', name), text);
}

describe('show', () => {
  it('prints a run with its pictures and writes nothing', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, runFiles(aSmallRun()));
    const { status, stdout, stderr } = await invoke(['show', 'run'], { cwd: folder.path });
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../../golden/show/small.txt');
    expect(stderr).toContain('files: ');
    expect(stderr).toMatch(/^next: ls .*\/failed\/t\d+$/m);
    expect(existsSync(join(folder.path, 'results', 'run', 'report.html'))).toBe(false);
  });

  it('begins with the verdicts of a run with several arms', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, runFiles(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 })));
    const { stdout, stderr } = await invoke(['show', 'run'], { cwd: folder.path });
    await expect(stdout).toMatchFileSnapshot('../../golden/show/arms.txt');
    expect(stderr).toContain('next: microvm-bench explain boot.guest run');
  });

  it('does not say of a killed run that it is running', async () => {
    using folder = makeTemporaryFolder();
    const run = aSmallRun();
    writeRun(folder, runFiles({ ...run, manifest: { ...run.manifest, end: { status: 'running' } } }));
    const { stdout } = await invoke(['show', 'run', '-q'], { cwd: folder.path });
    expect(stdout.split('\n')[2]).toMatch(/, not ended$/);
  });

  it.each([
    ['a complete run without a page', { factor: 1, names: [] }, 'microvm-bench report run'],
    [
      'a complete run with its page',
      { factor: 1, names: ['report.html'] },
      'microvm-bench export run --format long-csv',
    ],
    ['a change for the worse', { factor: 1.1, names: [] }, 'microvm-bench explain boot.guest run'],
  ])('says what to do next with %s', async (_, { factor, names }, command) => {
    using folder = makeTemporaryFolder();
    writeRun(folder, runFiles(aTwoArmRun({ blockCount: 60, factor, seed: 5 })));
    for (const name of names) folder.write(join('results', 'run', name), '');
    const { stderr } = await invoke(['show', 'run'], { cwd: folder.path });
    expect(stderr).toContain(`\nnext: ${command}\n`);
  });

  it('says how many more trials decide what is inconclusive, in the words of the run', async () => {
    using folder = makeTemporaryFolder();
    const command = ['microvm-bench', 'run', 'boot-time', '-n', '16', '--arm', 'base', '--seed', '7'];
    const run = aTwoArmRun({ blockCount: 8, factor: 1.02, seed: 5, manifest: { command } });
    writeRun(folder, runFiles(run));
    const { stderr } = await invoke(['show', 'run'], { cwd: folder.path });
    const [, trials, more] =
      /^next: microvm-bench run boot-time --arm base --seed 7 --trials (\d+)\n.* needs (\d+) more trials/m.exec(
        stderr,
      ) ?? [];
    expect(Number(trials)).toBe(16 + Number(more));
  });

  it('says how to run again what did not come to its end', async () => {
    using folder = makeTemporaryFolder();
    const run = aTwoArmRun({
      blockCount: 8,
      factor: 1,
      seed: 5,
      manifest: { end: { status: 'running' }, command: ['microvm-bench', 'run', 'a b'] },
    });
    writeRun(folder, runFiles(run));
    const { stderr } = await invoke(['show', 'run'], { cwd: folder.path });
    expect(stderr).toContain("\nnext: microvm-bench run 'a b'\n");
  });

  it('says nothing more with --quiet, and shows names as text', async () => {
    using folder = makeTemporaryFolder();
    const run = aSmallRun();
    writeRun(folder, runFiles({ ...run, manifest: { ...run.manifest, title: 'a\u001b[31mb\u202ec' } }));
    const { stdout, stderr } = await invoke(['show', 'run', '-q'], { cwd: folder.path });
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  });
});
