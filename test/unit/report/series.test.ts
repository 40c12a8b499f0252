import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import type { ReportedRun } from '../../../src/model/report.ts';
import { countsText, seriesOf, totalCounts } from '../../../src/report/series.ts';
import { aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';

function runs(...records: readonly RunRecords[]): readonly ReportedRun[] {
  return records.map((each, index) => ({ ...analyseRecords(each), label: `run-${index + 1}` }));
}

describe('seriesOf()', () => {
  it('names the arm only where there are several', () => {
    const ofArms = (arms: readonly string[]): readonly string[] =>
      seriesOf(runs(aReportRun({ arms, vcpus: [1], memMib: [128], trialCount: 2 })), 'boot-time').map(
        ({ label }) => label,
      );
    expect(ofArms(['base'])).toEqual(['vcpus=1 memMib=128']);
    expect(ofArms(['base', 'new'])).toEqual(['vcpus=1 memMib=128 base', 'vcpus=1 memMib=128 new']);
  });

  it('names the run where there are several, and the arm too where runs have several', () => {
    const sidesOf = (arms: readonly string[]): readonly string[] => {
      const run = aReportRun({ arms, vcpus: [1], memMib: [128], trialCount: 2 });
      return seriesOf(runs(run, run), 'boot-time').map(({ side }) => side);
    };
    expect(sidesOf(['base'])).toEqual(['run-1', 'run-2']);
    expect(sidesOf(['base', 'new'])).toEqual(['run-1 base', 'run-1 new', 'run-2 base', 'run-2 new']);
  });

  it('keeps warm-ups and failed trials among the trials', () => {
    const series = seriesOf(runs(aSmallRun()), 'boot-time');
    expect(series.map(({ trials }) => trials.length)).toEqual([9, 9]);
  });

  it('is empty for a benchmark that did not run', () => {
    expect(seriesOf(runs(aSmallRun()), 'other')).toEqual([]);
  });
});

describe('countsText()', () => {
  it.each([
    [{ planned: 20, ok: 20, failed: 0, aborted: 0, invalid: 0, warmup: 2 }, 'n = 20'],
    [{ planned: 20, ok: 19, failed: 1, aborted: 0, invalid: 0, warmup: 0 }, 'n = 19, 1 failed'],
    [{ planned: 20, ok: 15, failed: 0, aborted: 0, invalid: 4, warmup: 2 }, 'n = 15, 4 invalid, 1 not run'],
    [
      { planned: 20, ok: 5, failed: 2, aborted: 1, invalid: 0, warmup: 2 },
      'n = 5, 2 failed, 1 aborted, 12 not run',
    ],
  ])('leaves no planned trial of %o out', (counts, text) => {
    expect(countsText(counts)).toBe(text);
  });
});

describe('totalCounts()', () => {
  it('adds the series up', () => {
    expect(totalCounts(seriesOf(runs(aSmallRun()), 'boot-time'))).toEqual({
      planned: 16,
      ok: 15,
      failed: 1,
      aborted: 0,
      invalid: 0,
      warmup: 2,
    });
  });
});
