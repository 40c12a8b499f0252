import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords, analyseRun } from '../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../src/model/analysis.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { csvExporter } from '../../../src/report/csv.ts';
import { aCase, aFailure, aManifest, aPlan, aTrial, blocksOf } from '../builders.ts';
import { runSmallFolder } from '../run-small.ts';

async function exported(analysis: RunAnalysis): Promise<Readonly<Record<string, string>>> {
  const files = await csvExporter.export(reportOfRun(analysis));
  return Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
}

function analysisOf(trials: readonly TrialRecord[], cases = [aCase()]): RunAnalysis {
  return analyseRecords({
    manifest: aManifest({ plan: aPlan({ cases, blocks: blocksOf(trials) }) }),
    trials,
  });
}

/** Rows of a CSV without quoted cells, by column name. */
function parse(csv = ''): readonly Readonly<Record<string, string | undefined>>[] {
  const [header = '', ...rows] = csv.trimEnd().split('\n');
  const names = header.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}

/** A case whose id needs no quotes. */
const plainCase = aCase({ id: 'plain' });
const plainTrial = aTrial({ caseId: 'plain' });

describe('csvExporter', () => {
  it('writes samples.csv and summary.csv of the small run', async () => {
    const files = await exported(analyseRun(runSmallFolder));
    expect(Object.keys(files)).toEqual(['samples.csv', 'summary.csv']);
    await expect(files['samples.csv']).toMatchFileSnapshot('../../golden/run-small/samples.csv');
    await expect(files['summary.csv']).toMatchFileSnapshot('../../golden/run-small/summary.csv');
  });

  it('writes numbers so that they read back to the same double', async () => {
    const values = [0.1 + 0.2, 1 / 3, 5e-324, 123_456_789.123_456_78, -1.5, 2 ** 53 - 1];
    const trials = values.map((value, index) =>
      aTrial({ caseId: 'plain', trialId: `t${String(index)}`, samples: { 'boot.guest': value } }),
    );
    const rows = parse((await exported(analysisOf(trials, [plainCase])))['samples.csv']);
    const read = rows.filter(({ metric }) => metric === 'boot.guest').map(({ value }) => Number(value));
    expect(read).toEqual(values);
  });

  it('writes a failed trial as one row with its reason and no value', async () => {
    const failed = aTrial({ caseId: 'plain', outcome: aFailure({ reason: 'it hung' }) });
    const rows = parse((await exported(analysisOf([failed], [plainCase])))['samples.csv']);
    expect(rows).toEqual([
      {
        trial_id: 't0001',
        case: 'plain',
        benchmark: 'boot-time',
        arm: 'default',
        vcpus: '1',
        memMib: '128',
        block: '0',
        position: '0',
        warmup: 'false',
        invalid: 'false',
        started_at: '2026-01-02T03:04:06.000Z',
        outcome: 'failed',
        reason: 'it hung',
        metric: '',
        value: '',
        unit: '',
      },
    ]);
  });

  it('writes a case of which no trial succeeded as one row with its counts', async () => {
    const failed = aTrial({ caseId: 'plain', outcome: aFailure() });
    const rows = parse((await exported(analysisOf([failed], [plainCase])))['summary.csv']);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ metric: 'boot.guest', n: '0', failed: '1', median: '', p90_needs_n: '' });
  });

  it('has a column for every parameter of any case, and keeps its own column names', async () => {
    const cases = [
      aCase({ id: 'plain', point: { vcpus: 1, unit: 'x' } }),
      aCase({ id: 'other', point: { huge: true } }),
    ];
    const trials = [plainTrial, aTrial({ trialId: 't0002', caseId: 'other' })];
    const files = await exported(analysisOf(trials, cases));
    for (const rows of [parse(files['samples.csv']), parse(files['summary.csv'])]) {
      const [first, last] = [rows[0], rows.at(-1)];
      expect([first?.['vcpus'], first?.['parameter_unit'], first?.['unit'], first?.['huge']]).toEqual([
        '1',
        'x',
        'us',
        '',
      ]);
      expect([last?.['vcpus'], last?.['huge']]).toEqual(['', 'true']);
    }
  });

  it('keeps texts from being formulas and from breaking the table', async () => {
    const hostile = aTrial({ caseId: '=1+1', outcome: aFailure({ reason: '@x, "y"\nz' }) });
    const files = await exported(analysisOf([hostile], [aCase({ id: '=1+1', point: { '-p': '+q' } })]));
    expect(files['samples.csv']).toBe(
      "trial_id,case,benchmark,arm,'-p,block,position,warmup,invalid,started_at,outcome,reason,metric,value,unit\n" +
        "t0001,'=1+1,boot-time,default,'+q,0,0,false,false,2026-01-02T03:04:06.000Z,failed," +
        '"\'@x, ""y""\nz",,,\n',
    );
  });
});
