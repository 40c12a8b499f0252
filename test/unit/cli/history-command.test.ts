import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { aHost, aHostIdentity } from '../builders.ts';
import { aRunOfDay, writeRun } from '../some-runs.ts';
import { aStream, invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const golden = (name: string): string => new URL(`../../golden/history/${name}`, import.meta.url).pathname;

/** Scatter of the medians, in µs: some tenths of a percent, without a trend. */
const scatterUs = [40, -110, 80, -30, 120, -60, 10, -90, 60, -20, 100, -70];
const newKernel = { host: aHost({ identity: aHostIdentity({ kernel: '6.2.0', microcode: '0xa2' }) }) };

/** Twelve runs, of which the last six are 4 % slower; six more after a new kernel that is 10 % faster; one that goes on. */
function someRuns(): readonly RunRecords[] {
  const before = scatterUs.map((scatter, day) => aRunOfDay(day, 65_000 + scatter + (day < 6 ? 0 : 2_600)));
  const after = scatterUs
    .slice(0, 6)
    .map((scatter, index) => aRunOfDay(12 + index, 58_500 + scatter, newKernel));
  return [...before, ...after, aRunOfDay(18, 65_000, { end: { status: 'running' }, runId: 'goes\u001bon' })];
}

function writeResults(folder: TemporaryFolder): void {
  mkdirSync(join(folder.path, 'results'));
  for (const run of someRuns()) writeRun(run, join(folder.path, 'results'));
}

describe('history', () => {
  it('leaves out an imported run that does not tell when it began, and says how to tell it', async () => {
    using folder = makeTemporaryFolder();
    folder.write('a.csv', 't (ms)\n1\n2\n');
    await invoke(['import', '--from', 'csv', 'a.csv'], { cwd: folder.path });
    const { status, stderr } = await invoke(['history', 'results'], { cwd: folder.path });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^left out: imported-csv-\w+ does not tell when it began: import it again with --started-at\n$/,
    );
  });

  it.each(['human', 'md', 'json', 'csv'])('prints a golden file with --format %s', async (format) => {
    using folder = makeTemporaryFolder();
    writeResults(folder);
    const { status, stdout, stderr } = await invoke(['history', 'results', '--format', format], {
      cwd: folder.path,
    });
    expect([status, stderr]).toEqual([
      0,
      'left out: goes\\x1bon has no end: wait for it, or measure anew if it was killed\n',
    ]);
    await expect(stdout).toMatchFileSnapshot(golden(`some-runs.${format}.txt`));
  });

  it('leaves columns out where the terminal is narrow', async () => {
    using folder = makeTemporaryFolder();
    writeResults(folder);
    const texts: string[] = [];
    for (const columns of [100, 80, 64, 48]) {
      const stdout = aStream({ columns });
      const argv = ['history', 'results', '--metric', 'boot.*'];
      await runCli({ argv, env: {}, cwd: folder.path, stdout, stderr: aStream() });
      const table = stdout.text().split('\n\n')[0] ?? '';
      expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
      texts.push(`${String(columns)} columns\n${table}\n`);
    }
    await expect(texts.join('\n')).toMatchFileSnapshot(golden('narrow.txt'));
  });

  it('shows the metrics and cases that patterns choose', async () => {
    using folder = makeTemporaryFolder();
    writeResults(folder);
    const argv = ['history', 'results', '--format', 'csv', '--metric', 'phase.ja*', '--metric', 'trial.wall'];
    const { stdout } = await invoke([...argv, '--case', '*vcpus=1*'], { cwd: folder.path });
    const metrics = stdout.split('\n').map((line) => /default,([a-z.]+)/.exec(line)?.[1]);
    expect([...new Set(metrics)]).toEqual([undefined, 'phase.jail', 'trial.wall']);
  });

  it('says so when no run has a value', async () => {
    using folder = makeTemporaryFolder();
    const run = aRunOfDay(0, 65_000);
    writeRun({ ...run, trials: [] }, folder.path);
    expect(await invoke(['history', folder.path])).toMatchObject({
      status: 0,
      stdout: 'No run has a value.\n',
    });
  });

  it.each<[string, readonly string[], readonly [status: number, text: string]]>([
    [
      'another format',
      ['--format', 'jsn'],
      [64, 'Cannot use --format "jsn": there is no such format\n  hint: Did you mean json?'],
    ],
    [
      'a metric that is not there',
      ['--metric', 'boot.gest'],
      [
        64,
        'Cannot use --metric "boot.gest": nothing in the runs matches it\n  hint: Did you mean boot.guest?',
      ],
    ],
    ['a case that is not there', ['--case', 'no*'], [64, 'hint: There is: boot-time/vcpus=1,memMib=128\n']],
  ])('ends with 64 on %s', async (_what, argv, [expected, text]) => {
    using folder = makeTemporaryFolder();
    writeRun(aRunOfDay(0, 65_000), folder.path);
    const { status, stdout, stderr } = await invoke(['history', folder.path, ...argv]);
    expect([status, stdout]).toEqual([expected, '']);
    expect(stderr).toContain(text);
  });

  it('ends with 65 where there is no run, or a damaged one', async () => {
    using folder = makeTemporaryFolder();
    const missing = await invoke(['history', 'none'], { cwd: folder.path });
    expect(missing.status).toBe(65);
    const run = writeRun(aRunOfDay(0, 65_000), folder.path);
    writeFileSync(join(run, 'samples.ndjson'), '{}\n');
    const damaged = await invoke(['history', folder.path]);
    expect(damaged.status).toBe(65);
    expect(damaged.stderr).toContain(`Cannot read line 1 of "${join(run, 'samples.ndjson')}"`);
  });
});
