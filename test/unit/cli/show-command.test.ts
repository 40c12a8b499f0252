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
    expect(stderr).toContain('no page yet: microvm-bench report run');
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
    expect(stdout.split('\n')[0]).toMatch(/, not ended$/);
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
