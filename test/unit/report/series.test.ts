import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { countsText, seriesOf, totalCounts } from '../../../src/report/series.ts';
import { aBenchmark, aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';

describe('seriesOf()', () => {
  it('names the arm only where there are several', () => {
    const ofArms = (arms: readonly string[]): readonly string[] =>
      seriesOf(
        analyseRecords(aReportRun({ arms, vcpus: [1], memMib: [128], trialCount: 2 })),
        aBenchmark(),
      ).map(({ label }) => label);
    expect(ofArms(['base'])).toEqual(['vcpus=1 memMib=128']);
    expect(ofArms(['base', 'new'])).toEqual(['vcpus=1 memMib=128 base', 'vcpus=1 memMib=128 new']);
  });

  it('keeps warm-ups and failed trials among the trials', () => {
    const series = seriesOf(analyseRecords(aSmallRun()), aBenchmark());
    expect(series.map(({ trials }) => trials.length)).toEqual([9, 9]);
  });

  it('is empty for a benchmark that did not run', () => {
    expect(seriesOf(analyseRecords(aSmallRun()), aBenchmark({ id: 'other' }))).toEqual([]);
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
    expect(totalCounts(seriesOf(analyseRecords(aSmallRun()), aBenchmark()))).toEqual({
      planned: 16,
      ok: 15,
      failed: 1,
      aborted: 0,
      invalid: 0,
      warmup: 2,
    });
  });
});
