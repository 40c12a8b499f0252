import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { slopeTable } from '../../../src/report/html-slopes.ts';
import { aBenchmark, aMetric, aSmallRun } from '../builders.ts';

describe('slopeTable()', () => {
  const analysis = analyseRecords(aSmallRun());
  const benchmark = aBenchmark();
  const slope = {
    ...{ benchmarkId: benchmark.id, armId: 'default', metric: aMetric({ unit: 'KiB' }), over: 'memMib' },
    ...{ at: { vcpus: 2 }, count: 12, slope: 2.5123456, intercept: 808 },
  };

  it('shows slope, interval and what is left at 0', () => {
    const interval = { lower: 2.4761, upper: 2.5208, coverage: 0.95 };
    const text = String(slopeTable({ ...analysis, slopes: [{ ...slope, interval }] }, benchmark));
    expect(text).toContain('<data value="2.5123456">2.51</data>');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('2.48 to 2.52');
    expect(text).toContain('vcpus=2');
  });

  it('says where the trials are too few for an interval, and is empty without slopes', () => {
    expect(String(slopeTable({ ...analysis, slopes: [slope] }, benchmark))).toContain('too few');
    expect(String(slopeTable(analysis, benchmark))).toBe('');
  });
});
