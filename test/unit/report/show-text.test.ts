import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { formatRun } from '../../../src/report/show-text.ts';
import { aSmallRun } from '../builders.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { aReportRun } from './a-report-run.ts';

const runs = {
  small: analyseRecords(aSmallRun()),
  arms: analyseRecords(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 })),
};

const widestLine = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('formatRun()', () => {
  it.each([
    ['small', 40],
    ['small', 80],
    ['small', 120],
    ['small', 0],
    ['arms', 40],
    ['arms', 80],
    ['arms', 120],
    ['arms', 0],
  ] as const)('writes %s at %i columns', async (name, columns) => {
    const text = formatRun(runs[name], columns);
    if (columns > 0) expect(widestLine(text)).toBeLessThanOrEqual(columns);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../golden/show/${name}-${columns}.txt`);
  });

  it('keeps to every width from 40 columns on, with long names and several arms', () => {
    const analyses = [
      ...Object.values(runs),
      analyseRecords(aReportRun({ arms: ['base', 'a-candidate-of-long-name'], trialCount: 4 })),
    ];
    const wide = analyses.flatMap((analysis) =>
      Array.from({ length: 81 }, (_, index) => 40 + index).filter(
        (columns) => widestLine(formatRun(analysis, columns)) > columns,
      ),
    );
    expect(wide).toEqual([]);
  });
});
