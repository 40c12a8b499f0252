import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyseRun } from '../../../src/analysis/analyse-run.ts';
import { importSources } from '../../../src/cli/import/sources.ts';
import { importCommand } from '../../../src/cli/commands/import-command.ts';
import type { RunAnalysis } from '../../../src/model/analysis.ts';
import { toLongCsv } from '../../../src/report/exports/long-csv.ts';
import { tableAfter } from '../../markdown.ts';
import { aSmallRun } from '../builders.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { writeRun } from '../some-runs.ts';
import { invoke, type Invocation } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/import', import.meta.url));

function importInto(folder: TemporaryFolder, ...argv: readonly string[]): Promise<Invocation> {
  return invoke(['import', ...argv, '--results', 'results'], { cwd: folder.path });
}

/** Imports, and returns the folder that is printed. */
async function imported(folder: TemporaryFolder, ...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await importInto(folder, ...argv);
  expect([status, stderr.includes('error')]).toEqual([0, false]);
  return stdout.trim();
}

/** A hyperfine file with one command. */
function hyperfineFile(times: readonly number[]): string {
  return JSON.stringify({ results: [{ command: 'boot', times, exit_codes: times.map(() => 0) }] });
}

const series = Array.from({ length: 30 }, (_, index) => 0.07 + ((index * 7) % 11) / 10_000);

/** All numbers of a run by place and metric. */
function numbersOf({ cases }: RunAnalysis): unknown {
  return cases.map(({ case: { id, point }, headline, arms }) => ({
    id,
    point,
    headline,
    arms: arms.map(({ armId, counts, metrics }) => ({
      armId,
      counts,
      metrics: metrics
        .map(({ metric: { id: metricId, unit, direction, kind }, ...numbers }) => ({
          ...{ metricId, unit, direction, kind },
          ...numbers,
        }))
        .sort((one, other) => (one.metricId < other.metricId ? -1 : 1)),
    })),
  }));
}

describe('import', () => {
  it.each([
    ['hyperfine', ['hyperfine.json'], { cases: 2, trials: 5, failed: 2 }],
    ['criterion', ['criterion'], { cases: 2, trials: 5, failed: 0 }],
    ['firecracker-metrics', ['firecracker.ndjson'], { cases: 1, trials: 1, failed: 0 }],
  ])('makes a run folder of %s', async (source, names, expected) => {
    using folder = makeTemporaryFolder();
    const run = await imported(folder, '--from', source, ...names.map((name) => join(fixtures, name)));
    const { manifest, cases, trials, findings } = analyseRun(run);
    const failed = trials.filter(({ outcome }) => outcome.status === 'failed').length;
    expect({ cases: cases.length, trials: trials.length, failed }).toEqual(expected);
    expect(manifest).toMatchObject({ end: { status: 'imported' }, imported: { source, hasBlocks: false } });
    expect(manifest).not.toHaveProperty('host');
    expect(
      findings.map(({ rule }) => rule).filter((rule) => /placement|host|run-interrupted|phases/.test(rule)),
    ).toEqual([]);
    expect(findings.filter(({ rule }) => rule === 'imported')).toHaveLength(1);
  });

  it('gives the same bytes for the same files and flags, wherever they are', async () => {
    using folder = makeTemporaryFolder();
    using other = makeTemporaryFolder();
    const [one, again] = await Promise.all(
      [folder, other].map((each) => {
        each.write('h.json', hyperfineFile(series));
        return imported(each, '--from', 'hyperfine', 'h.json', '--title', 'boots');
      }),
    );
    const read = (run = ''): readonly string[] =>
      ['manifest.json', 'samples.ndjson'].map((name) => readFileSync(join(run, name), 'utf8'));
    expect(read(one)).toEqual(read(again));
    expect(await imported(folder, '--from', 'hyperfine', 'h.json', '--title', 'boots')).toBe(one);
    expect(await imported(folder, '--from', 'hyperfine', 'h.json', '--title', 'others')).not.toBe(one);
  });

  it('gives back every number of our own samples, warm-ups and failures too', async () => {
    using folder = makeTemporaryFolder();
    const own = analyseRun(writeRun(aSmallRun(), folder.path));
    folder.write('samples.csv', toLongCsv(own));
    const run = analyseRun(await imported(folder, '--from', 'csv', 'samples.csv'));
    expect(numbersOf(run)).toEqual(numbersOf(own));
    expect(run.trials.map(({ trialId, startedAt }) => [trialId, startedAt])).toEqual(
      own.trials.map(({ trialId, startedAt }) => [trialId, startedAt]),
    );
    expect(run.manifest.startedAt).toBe(own.trials[0]?.startedAt);
  });

  it('gives back the comparison of our own arms', async () => {
    using folder = makeTemporaryFolder();
    const own = analyseRun(writeRun(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 3 }), folder.path));
    folder.write('samples.csv', toLongCsv(own));
    const run = analyseRun(await imported(folder, '--from', 'csv', 'samples.csv'));
    expect(numbersOf(run)).toEqual(numbersOf(own));
    const headline = ({ comparison }: RunAnalysis): unknown => {
      const first = comparison?.comparisons.find(({ isGated }) => isGated);
      return [first?.unit, first?.unitCount, first?.ratio?.estimate, first?.verdict];
    };
    expect(headline(run)).toEqual(headline(own));
    expect(headline(run)).toContain('regressed');
  });

  it('lets two runs be compared, with what is not known of them', async () => {
    using folder = makeTemporaryFolder();
    folder.write('a.json', hyperfineFile(series));
    folder.write('b.json', hyperfineFile(series.map((time) => time * 1.2)));
    const runs = [
      await imported(folder, '--from', 'hyperfine', 'a.json'),
      await imported(folder, '--from', 'hyperfine', 'b.json'),
    ];
    const { status, stdout, stderr } = await invoke(['compare', ...runs], { cwd: folder.path });
    expect(status).toBe(0);
    expect(stdout).toContain('1 regressed of 1 gated comparison');
    expect(stderr).toContain('warning hosts-not-told: ');
    expect(stderr.match(/warning imported: /g)).toHaveLength(2);
    const gate = await invoke(['gate', ...runs], { cwd: folder.path });
    expect(gate.status).toBe(10);
  });

  it('compares arms by trials, since no block is told', async () => {
    using folder = makeTemporaryFolder();
    folder.write(
      'a.csv',
      ['arm,t', ...series.flatMap((time) => [`x,${time}`, `y,${time * 1.2}`]), ''].join('\n'),
    );
    const run = await imported(folder, '--from', 'csv', 'a.csv', '--unit', 's', '--arm', 'arm');
    expect(analyseRun(run).comparison?.comparisons[0]).toMatchObject({ unit: 'trial', verdict: 'regressed' });
  });

  it('compares arms within blocks where they are told', async () => {
    using folder = makeTemporaryFolder();
    const rows = series.flatMap((time, index) => [`x,${index},${time}`, `y,${index},${time * 1.2}`]);
    folder.write('a.csv', ['arm,pair,t', ...rows, ''].join('\n'));
    const run = await imported(
      folder,
      '--from',
      'csv',
      'a.csv',
      '--unit',
      's',
      '--arm',
      'arm',
      '--block',
      'pair',
    );
    expect(analyseRun(run).comparison?.comparisons[0]).toMatchObject({ unit: 'block', unitCount: 30 });
  });

  it('looks for drift where there is an order, and only there', async () => {
    using folder = makeTemporaryFolder();
    folder.write('a.csv', `t\n${Array.from({ length: 40 }, (_, index) => 100 + index).join('\n')}\n`);
    const rules = async (...flags: readonly string[]): Promise<readonly string[]> => {
      const run = await imported(folder, '--from', 'csv', 'a.csv', '--unit', 'ms', ...flags);
      return analyseRun(run).findings.map(({ rule }) => rule);
    };
    expect(await rules()).toEqual(expect.arrayContaining(['drift', 'autocorrelation']));
    const unordered = await rules('--unordered');
    expect(unordered.filter((rule) => ['drift', 'autocorrelation', 'first-trial'].includes(rule))).toEqual(
      [],
    );
  });

  it('is shown and reported without a word that is made up', async () => {
    using folder = makeTemporaryFolder();
    const run = await imported(
      folder,
      '--from',
      'hyperfine',
      join(fixtures, 'hyperfine.json'),
      '--tool-version',
      '1.19.0',
    );
    const { stdout } = await invoke(['show', run], { cwd: folder.path });
    expect(stdout).toContain(', imported from hyperfine 1.19.0\n');
    expect((await invoke(['report', run], { cwd: folder.path })).status).toBe(0);
    const page = readFileSync(join(run, 'report.html'), 'utf8');
    expect(page).toContain('imported from hyperfine 1.19.0, start not told; microvm-bench');
    expect(page).not.toMatch(/not ended|undefined|<b>Placement:<\/b>|Phases of a trial|comes from the seed/);
  });

  it('takes the time of measuring from the files, else from the command line', async () => {
    using folder = makeTemporaryFolder();
    folder.write('a.csv', 't\n1\n');
    const at = '2026-03-01T10:00:00Z';
    const [told, ofFile] = [
      await imported(folder, '--from', 'csv', 'a.csv', '--unit', 'ms', '--started-at', at),
      await imported(
        folder,
        '--from',
        'firecracker-metrics',
        join(fixtures, 'firecracker.ndjson'),
        '--started-at',
        at,
      ),
    ];
    expect(analyseRun(told).manifest.startedAt).toBe(at);
    expect(analyseRun(ofFile).manifest.startedAt).toBe('2026-01-02T03:04:05.000Z');
  });

  it.each([
    [['--from', 'hyperfine', 'a.csv'], 65, 'error IMPORT_MALFORMED: Cannot import "a.csv": it is not JSON'],
    [['--from', 'csv', 'a.csv'], 64, 'Cannot tell the unit of "t"'],
    [['--from', 'csv', 'none.csv'], 64, 'error USAGE: Cannot read "'],
    [['--from', 'csv', 'a.csv', 'b.csv', '--unit', 'ms'], 64, 'its content is that of "a.csv"'],
    [['--from', 'csv', 'utf16.csv', '--unit', 'ms'], 65, 'it is not UTF-8 text'],
    [['--from', 'csv', '.', '--unit', 'ms'], 64, 'it is a folder'],
    [['--from', 'criterion', '.'], 64, 'no file of criterion is below it'],
    [['--from', 'criterion', '.', '--unit', 'ms'], 64, 'Cannot use --unit with criterion'],
    [['--from', 'csv', 'a.csv', '--arm-by', 'command'], 64, 'Cannot use --arm-by with csv'],
    [['--from', 'csv', 'a.csv', '--metric', 't'], 64, 'Cannot use --metric and --unit-column'],
    [['--from', 'csv', 'a.csv', '--unit', 'ms', '--headline', 'tt'], 64, 'Cannot take "tt" for the headline'],
    [['--from', 'csv', 'a.csv', '--unit', 'ms', '--started-at', 'today'], 64, 'it is no time'],
    [
      ['--from', 'csv', 'told.csv', '--unit', 'furlong'],
      64,
      'Cannot read the unit "furlong": it is not known',
    ],
    [['--from', 'csv', 'told.csv', '--unit', 't=furlong'], 64, 'Cannot read the unit "furlong" of "t"'],
    [
      ['--from', 'csv', 'told.csv', '--unit', 'nope=ms'],
      64,
      'Cannot use --unit for "nope": no sample is of it',
    ],
    [['--from', 'csv', 'hex.csv', '--unit', 'ms'], 65, 'hint: Write numbers with digits and a decimal point'],
    [['--from', 'csv', 'nan.csv', '--unit', 'ms'], 65, 'hint: Remove the row'],
    [['--from', 'tcsv', 'a.csv'], 64, '"tcsv" is no source'],
    [['a.csv'], 64, 'there is no --from'],
  ])('refuses %j and leaves nothing behind', async (argv, expected, message) => {
    using folder = makeTemporaryFolder();
    for (const name of ['a.csv', 'b.csv']) folder.write(name, 't\n1\n');
    folder.write('told.csv', 't (ms)\n1\n');
    folder.write('hex.csv', 't\n0x1F\n');
    folder.write('nan.csv', 't\nNaN\n');
    writeFileSync(join(folder.path, 'utf16.csv'), Buffer.from('\uFEFFt\n1\n', 'utf16le'));
    const { status, stderr } = await importInto(folder, ...argv);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(message)]);
    expect(existsSync(join(folder.path, 'results'))).toBe(false);
  });

  it('makes the same run with a unit that tells nothing, and another one with a unit that does', async () => {
    using folder = makeTemporaryFolder();
    folder.write('told.csv', 't (ms)\n1\n');
    const argv = ['--from', 'csv', 'told.csv'];
    const plain = await imported(folder, ...argv);
    expect(await imported(folder, ...argv, '--unit', 's')).toBe(plain);
    const other = await imported(folder, ...argv, '--unit', 't=s');
    expect(other).not.toBe(plain);
    expect(analyseRun(other).manifest.command).toEqual(expect.arrayContaining(['--unit', 't=s']));
  });

  it('does not write over a folder that is another one', async () => {
    using folder = makeTemporaryFolder();
    folder.write('a.csv', 't\n1\n');
    const run = await imported(folder, '--from', 'csv', 'a.csv', '--unit', 'ms');
    folder.write(join('results', run.split('/').at(-1) ?? '', 'samples.ndjson'), '');
    const { status, stderr } = await importInto(folder, '--from', 'csv', 'a.csv', '--unit', 'ms');
    expect([status, stderr]).toEqual([65, expect.stringContaining('its samples.ndjson is another one')]);
    expect(readdirSync(join(folder.path, 'results'))).toHaveLength(1);
  });

  it('prints one document with --json', async () => {
    using folder = makeTemporaryFolder();
    const { stdout } = await importInto(
      folder,
      '--from',
      'hyperfine',
      join(fixtures, 'hyperfine.json'),
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      trials: 5,
      arms: ['base'],
      imported: { source: 'hyperfine' },
    });
  });

  it('names every source in its help and in its document', () => {
    const names = importSources.map(({ name }) => name);
    const from = importCommand.options.find(({ flags }) => flags.startsWith('--from'))?.description ?? '';
    expect(names.filter((name) => !from.includes(name))).toEqual([]);
    const text = readFileSync(new URL('../../../docs/importing.md', import.meta.url), 'utf8');
    const told = tableAfter(text, '<!-- sources of import -->').map(([cell = '']) =>
      cell.replaceAll('`', ''),
    );
    expect(told).toEqual(names);
  });
});
