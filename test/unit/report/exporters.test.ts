import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { writeReport } from '../../../src/report/exporters.ts';
import { makeCharts } from '../../../src/report/draw-charts.ts';
import { formatSummaryTable } from '../../../src/report/table.ts';
import { aBenchmark, aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';
import { panelsOf, rowsOf } from './charts/spec-parts.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microvm-bench-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('writeReport()', () => {
  it('writes every file of the small run, and the same bytes when it is called again', async () => {
    const paths = await writeReport(reportOfRun(analyseRecords(aSmallRun())), folder, {
      isInteractive: false,
    });
    expect(paths).toEqual([
      'samples.csv',
      'summary.csv',
      'summary.json',
      'charts/boot-time-ecdf.vl.json',
      'charts/boot-time-ecdf.svg',
      'charts/boot-time-strip.vl.json',
      'charts/boot-time-strip.svg',
      'charts/boot-time-run-order.vl.json',
      'charts/boot-time-run-order.svg',
      'charts/boot-time-phases.vl.json',
      'charts/boot-time-phases.svg',
      'charts/boot-time-precision.vl.json',
      'charts/boot-time-precision.svg',
      'report.html',
    ]);
    expect(readdirSync(folder).sort()).toEqual([
      'charts',
      'report.html',
      'samples.csv',
      'summary.csv',
      'summary.json',
    ]);
    expect(statSync(join(folder, 'charts')).mode & 0o777).toBe(0o700);
    const before = paths.map(read);
    await writeReport(reportOfRun(analyseRecords(aSmallRun())), folder, { isInteractive: false });
    expect(paths.map(read)).toEqual(before);
  });

  it('shows the pictures of charts/ in the page', async () => {
    await writeReport(reportOfRun(analyseRecords(aSmallRun())), folder, { isInteractive: false });
    const texts = [...read('charts/boot-time-ecdf.svg').matchAll(/<text[^>]*>([^<]+)</g)].map(
      ([, text = '']) => text,
    );
    expect(texts).not.toEqual([]);
    const page = read('report.html');
    expect(texts.filter((text) => !page.includes(`>${text}<`))).toEqual([]);
  });

  it('prints the same digits in page, chart, terminal and files for programs', async () => {
    const analysis = analyseRecords(aReportRun());
    await writeReport(reportOfRun(analysis), folder, { isInteractive: false });
    const csv = headlineRows(read('summary.csv'));
    const cells = keyCells(read('report.html'));
    const [, intervals] = panelsOf(makeCharts(reportOfRun(analysis))[0]);
    const drawn = rowsOf(intervals);
    const svg = read('charts/boot-time-ecdf.svg');
    const terminal = formatSummaryTable(analysis).split('\n').slice(2);
    expect(csv).toHaveLength(4);
    for (const [index, { median, lower, upper }] of csv.entries()) {
      const text = (Number(median) / 1000).toFixed(2);
      const interval = `${(Number(lower) / 1000).toFixed(2)}–${(Number(upper) / 1000).toFixed(2)}`;
      expect(cells[index]).toEqual({ exact: median, text });
      expect(drawn[index]).toMatchObject({
        median: Number(median) / 1000,
        text: `${text} ms  [${interval}]`,
      });
      expect(svg).toContain(`>${text} ms  [${interval}]</text>`);
      expect(terminal[index]).toContain(` ${text} ms | `);
      expect(terminal[index]).toContain(` ${interval} |`);
      expect(read('report.html')).toContain(`median <b>${text} ms</b>, 95 % interval ${interval} ms, n = `);
    }
  });

  it('keeps to the run folder whatever a benchmark is called', async () => {
    const run = aSmallRun();
    const id = '../../outside';
    const cases = run.manifest.plan.cases.map((kase) => ({ ...kase, benchmarkId: id }));
    const plan = { ...run.manifest.plan, cases };
    const manifest = { ...run.manifest, plan, benchmarks: [aBenchmark({ id })] };
    await writeReport(reportOfRun(analyseRecords({ manifest, trials: run.trials })), folder, {
      isInteractive: false,
    });
    expect(readdirSync(join(folder, 'charts'))).toContain('-outside-ecdf.svg');
  });

  it('says when the folder cannot be written', async () => {
    const missing = join(folder, 'none');
    await expect(
      writeReport(reportOfRun(analyseRecords(aSmallRun())), join(missing, '\0'), { isInteractive: false }),
    ).rejects.toThrow('Cannot');
  });
});

interface HeadlineRow {
  readonly median: string;
  readonly lower: string;
  readonly upper: string;
}

function headlineRows(csv: string): readonly HeadlineRow[] {
  const [header = [], ...rows] = csv.trimEnd().split('\n').map(splitCsvLine);
  const cell = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? '';
  return rows
    .filter((row) => cell(row, 'metric') === 'boot.guest')
    .map((row) => ({
      median: cell(row, 'median'),
      lower: cell(row, 'median_lower'),
      upper: cell(row, 'median_upper'),
    }));
}

function splitCsvLine(line: string): readonly string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell);
}

/** The medians of the page's first table. */
function keyCells(page: string): readonly { readonly exact: string; readonly text: string }[] {
  const [table = ''] = /<table>.*?<\/table>/s.exec(page) ?? [];
  const cells = table.matchAll(/<td class="number key">\s*<data value="([^"]*)">([^<]*)<\/data>/g);
  return [...cells].map(([, exact = '', text = '']) => ({ exact, text }));
}
