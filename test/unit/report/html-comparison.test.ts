import { describe, expect, it } from 'vitest';
import { analyseReport, reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { ReportAnalysis } from '../../../src/model/report.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { comparisonHeadline, comparisonSection } from '../../../src/report/html-comparison.ts';
import { aFailure } from '../builders.ts';
import { aTwoArmRun } from '../two-arm-run.ts';

/** The last arm loses every trial from block 6 on. */
function analysisOf(armIds: readonly string[]): ReportAnalysis {
  const last = armIds.at(-1);
  const change = (trial: TrialRecord): TrialRecord =>
    trial.armId === last && trial.block > 5 ? { ...trial, outcome: aFailure(), samples: {} } : trial;
  return reportOfRun(analyseRecords(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5, armIds, change })));
}

function sectionOf(armIds: readonly string[]): string {
  return comparisonSection(analysisOf(armIds)).toString();
}

/** The table of this title: the texts of its headings, and of the cells of each row. */
function tableOf(page: string, title: string): { readonly header: string[]; readonly rows: string[][] } {
  const table = page.split('<table').find((each) => textsOf(each, 'caption')[0]?.startsWith(title));
  const [head = '', body = ''] = (table ?? '').split('</thead>');
  const rows = body.split('<tr>').slice(1);
  return { header: textsOf(head, 'th'), rows: rows.map((row) => textsOf(row, 't[hd]')) };
}

function textsOf(page: string, tag: string): string[] {
  const elements = page.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'gs'));
  return [...elements].map(([, content = '']) => content.replaceAll(/<[^>]*>/g, '').trim());
}

const effect = /^[+-]\d+\.\d % \([+-]\d+\.\d+ % to [+-]\d+\.\d+ %\)$/;
const caseId = 'boot-time/vcpus=1,memMib=128';

describe('comparisonHeadline()', () => {
  it('names the arm of each sentence where several are compared', () => {
    const page = comparisonHeadline(analysisOf(['a', 'b', 'c'])).join('');
    expect(page).toContain('1 regressed, 1 invalid of 2 gated comparisons: b, c against a');
    const sentences = textsOf(page, 'li');
    expect(sentences.map((each) => each.replace(/( regressed| is invalid).*/s, '$1'))).toEqual([
      `b: boot.guest of ${caseId} regressed`,
      `c: boot.guest of ${caseId} is invalid`,
    ]);
  });
});

describe('comparisonSection()', () => {
  it('has what each of several runs says alone in a column of its own', () => {
    const runs = [1, 2].map((seed) =>
      aTwoArmRun({ blockCount: 8, factor: 1.1, seed, manifest: { runId: `r${seed}` } }),
    );
    const report = analyseReport([{ label: 'both', runs }], { authors: [] });
    const { header, rows } = tableOf(comparisonSection(report).toString(), 'Run by run');
    expect(header).toEqual(['metric', 'case', 'run 1', 'run 2']);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.slice(2)).toEqual([expect.stringMatching(effect), expect.stringMatching(effect)]);
    expect(sectionOf(['a', 'b'])).not.toContain('Run by run');
  });

  it('heads each chain with the arm where several are compared, and not where one is', () => {
    expect(textsOf(sectionOf(['a', 'b', 'c']), 'h3')).toEqual([
      `b: boot.guest of ${caseId}`,
      `c: boot.guest of ${caseId}`,
    ]);
    expect(textsOf(sectionOf(['a', 'b']), 'h3')).toEqual([`boot.guest of ${caseId}`]);
  });

  it('has a column of arms in each table where several are compared', () => {
    const page = sectionOf(['a', 'b', 'c']);
    const gated = tableOf(page, 'Gated');
    expect(gated.header.slice(0, 4)).toEqual(['metric', 'case', 'arm', 'verdict']);
    expect(gated.rows.map((row) => row.slice(0, 4))).toEqual([
      ['boot.guest', caseId, 'b', 'regressed'],
      ['boot.guest', caseId, 'c', 'invalid'],
    ]);
    const failed = tableOf(page, 'Failed trials');
    expect(failed.header).toEqual(['case', 'arm', 'verdict', 'base', 'candidate', 'p']);
    expect(failed.rows.map((row) => row.slice(0, 5))).toEqual([
      [caseId, 'b', 'equivalent', '0 of 24', '0 of 24'],
      [caseId, 'c', 'regressed', '0 of 24', '12 of 24'],
    ]);
    for (const { header, rows } of [gated, failed]) {
      for (const row of rows) expect(row).toHaveLength(header.length);
    }
  });

  it('has none where one arm is compared, and no table of failures where there are none', () => {
    const page = sectionOf(['a', 'b']);
    expect(tableOf(page, 'Gated').header).not.toContain('arm');
    expect(tableOf(page, 'Failed trials').rows.map((row) => row.slice(0, 4))).toEqual([
      [caseId, 'regressed', '0 of 24', '12 of 24'],
    ]);
    const whole = reportOfRun(analyseRecords(aTwoArmRun({ blockCount: 6, factor: 1, seed: 5 })));
    expect(comparisonSection(whole).toString()).not.toContain('Failed trials');
  });
});
