import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRun } from '../../../src/analysis/analyse-run.ts';
import { readCampaign } from '../../../src/analysis/read-campaign.ts';
import { readRun } from '../../../src/analysis/read-run.ts';
import { writeReport } from '../../../src/report/exporters.ts';
import { aHost, aHostIdentity } from '../builders.ts';
import { aRunOfDay, writeRun } from '../some-runs.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const golden = (name: string): string => new URL(`../../golden/${name}`, import.meta.url).pathname;
const monday = aRunOfDay(0, 65_000);
const tuesday = aRunOfDay(1, 65_200, {
  host: aHost({ identity: aHostIdentity({ kernel: '6.2.0', hostname: 'bench-2' }) }),
  versions: { 'microvm-bench': '0.2.0', node: '20.20.2', 'simple-statistics': '7.12.1' },
});

function twoRuns(folder: TemporaryFolder): readonly string[] {
  return [tuesday, monday].map((run) => writeRun(run, join(folder.path, 'runs')));
}

describe('merge', () => {
  it('makes a campaign of its own, with the runs in the order of their starts', async () => {
    using folder = makeTemporaryFolder();
    const runs = twoRuns(folder);
    const output = join(folder.path, 'new', 'week');
    const { status, stdout, stderr } = await invoke([
      'merge',
      ...runs,
      '--output',
      output,
      '--title',
      'A week',
    ]);
    expect(status).toBe(0);
    expect(stdout).toBe(`${monday.manifest.runId}\n${tuesday.manifest.runId}\n`);
    await expect(readFileSync(join(output, 'campaign.json'), 'utf8')).toMatchFileSnapshot(
      golden('campaign/campaign.json'),
    );
    await expect(stderr.replaceAll(folder.path, '<folder>')).toMatchFileSnapshot(
      golden('campaign/stderr.txt'),
    );
    const [first] = readCampaign(output).runs;
    expect(readRun(join(output, first?.path ?? ''))).toEqual(monday);
    expect(readdirSync(join(folder.path, 'new'))).toEqual(['week']);
    expect(statSync(output).mode & 0o777).toBe(0o700);
  });

  it('takes a folder of runs and a campaign, and says nothing of runs that are alike', async () => {
    using folder = makeTemporaryFolder();
    for (const day of [0, 1]) writeRun(aRunOfDay(day, 65_000 + day), join(folder.path, 'results'));
    symlinkSync(monday.manifest.runId, join(folder.path, 'results', 'latest'));
    const first = await invoke(['merge', 'results', '--output', 'week'], { cwd: folder.path });
    expect(first).toMatchObject({ status: 0, stderr: `campaign: ${join(folder.path, 'week')}\n` });
    const later = writeRun(aRunOfDay(5, 65_300), folder.path);
    const { stdout } = await invoke(['merge', 'week', later, '--output', 'all', '--json'], {
      cwd: folder.path,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      folder: join(folder.path, 'all'),
      campaign: { title: 'A small run', findings: [], runs: [{}, {}, {}] },
    });
    expect(
      readCampaign(join(folder.path, 'all')).runs.map(({ startedAt }) => startedAt?.slice(8, 10)),
    ).toEqual(['01', '02', '06']);
  });

  it('copies what reports are made of and the evidence, not reports and links', async () => {
    using folder = makeTemporaryFolder();
    const [run = ''] = twoRuns(folder);
    await writeReport(reportOfRun(analyseRun(run)), run, { isInteractive: false });
    for (const name of ['observations', 'failed/t0003']) mkdirSync(join(run, name), { recursive: true });
    writeFileSync(join(run, 'events.ndjson'), '{}\n');
    writeFileSync(join(run, 'observations', 't0001.json'), '{}\n');
    writeFileSync(join(run, 'failed', 't0003', 'log'), 'words');
    symlinkSync('/etc/hostname', join(run, 'observations', 't0002.json'));
    const output = join(folder.path, 'copy');
    expect(await invoke(['merge', run, '--output', output])).toMatchObject({ status: 0 });
    const copy = join(output, 'runs', tuesday.manifest.runId);
    expect(readdirSync(copy, { recursive: true }).sort()).toEqual([
      'events.ndjson',
      'failed',
      'failed/t0003',
      'failed/t0003/log',
      'manifest.json',
      'observations',
      'observations/t0001.json',
      'samples.ndjson',
    ]);
  });

  it('leaves facts of the host out where they are not to be published, and says so', async () => {
    using folder = makeTemporaryFolder();
    const runs = twoRuns(folder);
    const output = join(folder.path, 'published');
    const { status, stderr } = await invoke([
      'merge',
      ...runs,
      '--output',
      output,
      '--leave-out',
      'hostname',
      '--leave-out',
      'kernelCommandLine',
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain('facts-left-out');
    const campaign = readCampaign(output);
    expect(campaign.runs.map(({ host }) => host?.hostname)).toEqual(['left out', 'left out']);
    const copy = join(output, 'runs', tuesday.manifest.runId);
    expect(readFileSync(join(copy, 'manifest.json'), 'utf8')).not.toContain('bench-1"');
    const { manifest } = analyseRun(copy);
    expect(manifest.host?.identity).toMatchObject({ hostname: 'left out', kernelCommandLine: 'left out' });
    expect(manifest.host?.identity.cpuModel).toBe(tuesday.manifest.host?.identity.cpuModel);
  });

  it('leaves out nothing that numbers depend on', async () => {
    using folder = makeTemporaryFolder();
    const argv = ['merge', ...twoRuns(folder), '--output', join(folder.path, 'x'), '--leave-out', 'hostnam'];
    const { status, stderr } = await invoke(argv);
    expect(status).toBe(64);
    expect(stderr).toContain('Did you mean hostname?');
    expect(existsSync(join(folder.path, 'x'))).toBe(false);
  });

  it('puts the campaign in the place of an empty folder, and leaves one alone that is not', async () => {
    using folder = makeTemporaryFolder();
    const runs = twoRuns(folder);
    mkdirSync(join(folder.path, 'empty'));
    const argv = ['merge', ...runs, '--output', join(folder.path, 'empty')];
    expect(await invoke(argv)).toMatchObject({ status: 0 });
    const { status, stdout, stderr } = await invoke(argv);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toContain(
      'error USAGE: Cannot make the campaign "' +
        `${join(folder.path, 'empty')}": the folder is there, with campaign.json in it`,
    );
  });

  it('refuses a run that is given twice', async () => {
    using folder = makeTemporaryFolder();
    const [run = ''] = twoRuns(folder);
    const other = writeRun({ ...tuesday, manifest: { ...tuesday.manifest, runId: 'renamed' } }, folder.path);
    for (const again of [run, other]) {
      const { status, stderr } = await invoke(['merge', run, again, '--output', join(folder.path, 'out')]);
      expect(status).toBe(64);
      expect(stderr).toContain(`it is given twice, as "${run}" and "${again}"`);
    }
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });

  it('refuses a run that has no end, and one whose id leads elsewhere', async () => {
    using folder = makeTemporaryFolder();
    const running = writeRun(aRunOfDay(0, 65_000, { end: { status: 'running' } }), folder.path);
    const first = await invoke(['merge', running, '--output', join(folder.path, 'out')]);
    expect(first.status).toBe(65);
    expect(first.stderr).toContain(
      `error RUN_MALFORMED: Cannot merge the run "${running}": it has no end yet`,
    );
    const hostile = writeRun(aRunOfDay(0, 65_000, { runId: '../up' }), join(folder.path, 'below'));
    const second = await invoke(['merge', hostile, '--output', join(folder.path, 'out')]);
    expect(second.status).toBe(65);
    expect(second.stderr).toContain('Cannot merge the run "../up": its id cannot be the name of a folder');
  });

  it.each<[string, readonly string[], readonly [status: number, text: string]]>([
    ['no output', ['runs'], [64, 'Cannot merge the runs: there is no --output']],
    ['no run there', ['none', '--output', 'out'], [65, 'error RUN_NOT_FOUND: Cannot find the runs "none"']],
    ['an empty folder', ['nothing', '--output', 'out'], [65, 'neither it nor a folder in it is one']],
    ['a file for output', ['runs', '--output', 'file/out'], [64, 'ENOTDIR']],
    [
      'an output that cannot be made',
      ['runs', '--output', '/proc/out'],
      [69, 'error RESULTS_NOT_WRITABLE: '],
    ],
  ])('ends with an error on %s', async (_what, argv, [expected, text]) => {
    using folder = makeTemporaryFolder();
    twoRuns(folder);
    mkdirSync(join(folder.path, 'nothing'));
    folder.write('file', '');
    const { status, stdout, stderr } = await invoke(['merge', ...argv], { cwd: folder.path });
    expect([status, stdout]).toEqual([expected, '']);
    expect(stderr).toContain(text);
  });
});
