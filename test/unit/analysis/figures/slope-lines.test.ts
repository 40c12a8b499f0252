import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { mostDots } from '../../../../src/analysis/figures/slope-lines.ts';
import type { SlopeLine } from '../../../../src/model/figures/slope-line.ts';
import { aMemoryRun } from '../../observed-runs.ts';

function lineOf(trialCount: number): SlopeLine | undefined {
  return reportOfRun(analyseRecords(aMemoryRun(trialCount))).figures.slopeLines[0];
}

describe('slopeLines()', () => {
  it('draws the line of the slope through the medians, with the band of its interval', () => {
    const line = lineOf(9);
    const { slope, intercept, interval, count } = line?.slope ?? { slope: NaN, intercept: NaN, count: NaN };
    expect(line?.points).toHaveLength(count);
    expect(line?.line.map(({ x }) => x)).toEqual([128, 512, 1024]);
    for (const { x, y } of line?.line ?? []) expect(y).toBeCloseTo(intercept + slope * x, 9);
    const [first, middle, last] = line?.line ?? [];
    expect([middle?.lower, middle?.upper]).toEqual([middle?.y, middle?.y]);
    expect(last?.upper).toBeCloseTo((middle?.y ?? NaN) + (interval?.upper ?? NaN) * 512, 9);
    expect(first?.upper).toBeCloseTo((middle?.y ?? NaN) - (interval?.lower ?? NaN) * 384, 9);
  });

  it('has no band where the slope has no interval', () => {
    expect(lineOf(1)?.slope.interval).toBeUndefined();
    expect(lineOf(1)?.line.some(({ lower }) => lower !== undefined)).toBe(false);
  });

  it('keeps every so many-th dot of many', () => {
    const line = lineOf(700);
    expect([line?.slope.count, line?.keptOneIn, line?.points.length]).toEqual([2100, 2, 1050]);
    expect(line?.points.length).toBeLessThanOrEqual(mostDots);
  });
});
