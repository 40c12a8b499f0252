import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { CaseSummary } from '../../../src/model/analysis.ts';
import { formatSummaryTable } from '../../../src/report/table.ts';
import { aCase, aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';

const small = analyseRecords(aSmallRun());

function relabelled(label: string): readonly CaseSummary[] {
  return small.cases.map((summary) => ({ ...summary, case: aCase({ point: { kernel: label } }) }));
}

describe('formatSummaryTable()', () => {
  it('prints what has a better and a worse of every case, not its noise', () => {
    expect(formatSummaryTable(small)).toBe(
      [
        '| metric     | case               |   n | failed |   median | 95 % interval |',
        '| :--------- | :----------------- | --: | -----: | -------: | ------------: |',
        '| boot.guest | vcpus=1 memMib=128 | 8/8 |      0 | 65.22 ms |   64.87–71.25 |',
        '| boot.guest | vcpus=2 memMib=128 | 7/8 |      1 | 74.48 ms |   73.91–88.64 |',
      ].join('\n'),
    );
  });

  it('names arms and keeps to the width of the terminal', () => {
    const analysis = analyseRecords(aReportRun({ arms: ['base', 'candidate'], trialCount: 4 }));
    const lines = formatSummaryTable(analysis, { widthColumns: 100 }).split('\n');
    expect(lines[3]).toBe(
      '| boot.guest          | vcpus=1 memMib=128 | candidate | 4/4 |      0 | 12.313 ms |   needs n ≥ 6 |',
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('tells arms apart where the names of cases are cut', () => {
    const { cases } = analyseRecords(aReportRun({ arms: ['base', 'candidate'], trialCount: 4 }));
    const long = cases.map((each) => ({ ...each, case: aCase({ point: { kernel: 'k'.repeat(90) } }) }));
    const lines = formatSummaryTable({ cases: long }, { widthColumns: 100 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines[0]).toMatch(/^\| metric +\| case +\| arm +\| +n \|/);
    expect(lines[2]).toMatch(/k…\s*\| base +\|/);
    expect(lines[3]).toMatch(/k…\s*\| candidate +\|/);
  });

  it('says of a case without values that there are none, and how many were not started', () => {
    const { manifest, trials } = aSmallRun();
    expect(formatSummaryTable(analyseRecords({ manifest, trials: [] }))).toBe('2 cases not started');
    const [case1] = manifest.plan.cases;
    const failed = trials
      .filter(({ caseId, isWarmup }) => caseId === case1?.id && !isWarmup)
      .slice(0, 1)
      .map((trial) => ({
        ...trial,
        samples: {},
        outcome: {
          status: 'failed',
          code: 'VMM_EXITED',
          reason: 'r',
          causes: [],
          lastLogLines: [],
        } as const,
      }));
    expect(formatSummaryTable(analyseRecords({ manifest, trials: failed }))).toBe(
      [
        '| metric     | case               |   n | failed |   median | 95 % interval |',
        '| :--------- | :----------------- | --: | -----: | -------: | ------------: |',
        '| boot.guest | vcpus=1 memMib=128 | 0/8 |      1 | no value |               |',
        '',
        '1 case not started',
      ].join('\n'),
    );
  });

  it('tells the trials of invalid blocks where there are any', () => {
    const cases = small.cases.map((summary, index) => ({
      ...summary,
      arms: summary.arms.map((arm) => ({ ...arm, counts: { ...arm.counts, invalid: index * 3 } })),
    }));
    const rows = formatSummaryTable({ cases })
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows[0]?.slice(3, 6)).toEqual(['n', 'failed', 'invalid']);
    expect(rows.slice(2).map((row) => row[5])).toEqual(['0', '3']);
  });

  it('cuts nothing without a terminal, and in a wide one', () => {
    const long = 'k'.repeat(150);
    for (const options of [{}, { widthColumns: 300 }])
      expect(formatSummaryTable({ cases: relabelled(long) }, options)).toContain(`kernel=${long} |`);
  });

  it('cuts names so that rows stay different ones', () => {
    const cases = ['a', 'b'].flatMap((end) => relabelled(`${'k'.repeat(90)}${end}`).slice(0, 1));
    const lines = formatSummaryTable({ cases }, { widthColumns: 90 }).split('\n').slice(2);
    expect(lines.map((line) => /(.)\s*\|/.exec(line.split('| ').slice(2).join('| '))?.[1])).toEqual([
      'a',
      'b',
    ]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(90);
  });

  it('shows the headlines alone where all would be many rows, and says how many metrics are left', () => {
    const many = Array.from({ length: 31 }, (_, index) => relabelled(String(index))).flat();
    const ids = ['boot.guest', 'other.one', 'other.two'];
    const cases = many.map((summary) => ({
      ...summary,
      arms: summary.arms.map((arm) => ({
        ...arm,
        metrics: arm.metrics.flatMap((each) => {
          if (each.metric.id !== 'boot.guest') return [];
          return ids.map((id) => ({ ...each, metric: { ...each.metric, id } }));
        }),
      })),
    }));
    const lines = formatSummaryTable({ cases }).split('\n');
    expect(lines.filter((line) => line.startsWith('| boot.guest'))).toHaveLength(62);
    expect(lines.some((line) => line.includes('other.one'))).toBe(false);
    expect(lines.slice(-2)).toEqual(['', '2 other metrics are in report.html and summary.csv']);
  });

  it('neutralises what a terminal or Markdown would obey', () => {
    const table = formatSummaryTable({ cases: relabelled('\u001b[2J|<b>`x`\\') });
    expect(table.split('\n')[2]).toContain('| kernel=\uFFFD\\[2J\\|\\<b>\\`x\\`\\\\ |');
  });

  it('keeps any label to one row of six cells and 100 columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), (label) => {
        const rows = formatSummaryTable({ cases: relabelled(label) }, { widthColumns: 100 })
          .split('\n')
          .slice(2);
        expect(rows).toHaveLength(2);
        for (const row of rows) {
          expect(row.replaceAll(/\\./g, '').split('|')).toHaveLength(8);
          expect(row.length).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
