import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords, analyseRun } from '../../../src/analysis/analyse-run.ts';
import type { MetricSummary, RunAnalysis } from '../../../src/model/analysis.ts';
import { jsonExporter } from '../../../src/report/json.ts';
import { aSmallRun } from '../builders.ts';
import { runSmallFolder } from '../run-small.ts';

async function exported(analysis: RunAnalysis): Promise<string> {
  const [file] = await jsonExporter.export(reportOfRun(analysis));
  return file?.content.toString() ?? '';
}

describe('jsonExporter', () => {
  it('writes summary.json of the small run', async () => {
    const analysis = analyseRun(runSmallFolder);
    expect((await jsonExporter.export(reportOfRun(analysis))).map(({ path }) => path)).toEqual([
      'summary.json',
    ]);
    await expect(await exported(analysis)).toMatchFileSnapshot('../../golden/run-small/summary.json');
  });

  it('gives the same bytes for the same run, read or built', async () => {
    expect(await exported(analyseRun(runSmallFolder))).toBe(await exported(analyseRecords(aSmallRun())));
  });

  it('holds the numbers of the analysis in full precision', async () => {
    const analysis = analyseRun(runSmallFolder);
    const numbersOf = ({ mean, sd, mad }: MetricSummary): unknown => ({ mean, sd, mad });
    const cases = analysis.cases.map(({ arms }) => ({
      arms: arms.map(({ metrics }) => ({ metrics: metrics.map(numbersOf) })),
    }));
    expect(JSON.parse(await exported(analysis))).toMatchObject({ cases });
  });
});
