import { describe, expect, it } from 'vitest';
import { analyseReport, reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { reportMarkdown } from '../../../src/report/report-markdown.ts';
import { aSmallRun } from '../builders.ts';
import { aRunOfDay } from '../some-runs.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { aHostileRun } from './exports/a-hostile-run.ts';

const headings = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#{1,2} .*$/gm)].map(([line]) => line);

describe('reportMarkdown()', () => {
  it('writes the small run', async () => {
    const markdown = reportMarkdown(reportOfRun(analyseRecords(aSmallRun())), []);
    await expect(markdown).toMatchFileSnapshot('../../golden/run-small/report.md');
  });

  it('begins with the verdict and keeps to the order of the page', async () => {
    const report = reportOfRun(analyseRecords(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 })));
    const markdown = reportMarkdown(report, []);
    expect(headings(markdown)).toEqual([
      '# A small run',
      '## Findings',
      '## Comparison of the arms',
      '## boot-time',
      '## Arms',
      '## Failures',
      '## Host',
      '## Versions and digests',
      '## How to reproduce',
      '## Methods',
    ]);
    const head = markdown.slice(0, markdown.indexOf('## Findings'));
    expect(head).toContain('**1 regressed of 1 gated comparison: candidate against base**');
    expect(head).toContain('**Trials**: 48 of 48 ok');
    await expect(markdown).toMatchFileSnapshot('../../golden/compare/report.md');
  });

  it('tells several runs apart, and in what their hosts differ', () => {
    const operands = [0, 1].map((day) => ({
      label: `day-${day}`,
      name: `day|${day}`,
      runs: [aRunOfDay(day, 60_000)],
    }));
    const markdown = reportMarkdown(analyseReport(operands, { authors: ['A. Author'] }), []);
    expect(headings(markdown)).toContain('## Host: day\\|1');
    expect(markdown).toContain('All 2 runs are of hosts of the same identity and settings');
    expect(markdown).toContain('\n\nA. Author\n\n');
  });

  it('links the pictures that lie beside it, in the section of their benchmark', () => {
    const chart = { viewIndex: 0, path: 'charts/a.svg', altText: 'what [it] shows', caption: 'How to read' };
    const markdown = reportMarkdown(reportOfRun(analyseRecords(aSmallRun())), [chart]);
    expect(markdown).toContain('\n\n![what \\[it\\] shows](charts/a.svg)\n\nHow to read\n\n');
  });

  it('takes no markup from a run folder', () => {
    const markdown = reportMarkdown(reportOfRun(analyseRecords(aHostileRun())), []);
    const own = markdown.replaceAll(/<\/?(?:details|summary)>/g, '').replaceAll(/^```[^]*?^```$/gm, '');
    expect(own).not.toMatch(/(?<!\\)</);
    expect(own).not.toMatch(/\u001b|\u202e/);
    expect(own).not.toMatch(/^\s*[^|`]*(?<!\\)\]\(/m);
  });
});
