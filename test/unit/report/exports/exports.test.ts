import { describe, expect, it } from 'vitest';
import { analyseRecords, analyseRun } from '../../../../src/analysis/analyse-run.ts';
import { exportFormats } from '../../../../src/report/export-formats.ts';
import { exports } from '../../../../src/report/exports.ts';
import { aHostileRun } from './a-hostile-run.ts';
import { runSmallFolder } from '../../run-small.ts';

const extensions = {
  'long-csv': 'csv',
  json: 'json',
  benchstat: 'txt',
  bencher: 'json',
  'github-action-benchmark': 'json',
  'github-action-benchmark-bigger': 'json',
  openmetrics: 'txt',
} as const;

const golden = (name: string): string => new URL(`../../../golden/${name}`, import.meta.url).pathname;

describe('exports', () => {
  it.each(exportFormats)('%s of the small run is as in the golden file', async (format) => {
    const path = golden(`run-small/exports/${format}.${extensions[format]}`);
    await expect(exports[format](analyseRun(runSmallFolder))).toMatchFileSnapshot(path);
  });

  it.each(exportFormats)('%s of a run with hostile names is as in the golden file', async (format) => {
    const path = golden(`hostile-exports/${format}.${extensions[format]}`);
    // As it is in a file: a lone surrogate has no bytes of its own.
    const written = Buffer.from(exports[format](analyseRecords(aHostileRun()))).toString();
    await expect(written).toMatchFileSnapshot(path);
  });

  it.each(exportFormats)('%s of a run in which nothing succeeded can be made', (format) => {
    const { manifest } = aHostileRun();
    expect(exports[format](analyseRecords({ manifest, trials: [] }))).toMatch(/\n$/);
  });

  it.each(['json', 'bencher', 'github-action-benchmark', 'github-action-benchmark-bigger'] as const)(
    '%s is JSON',
    (format) => {
      expect(() => void JSON.parse(exports[format](analyseRecords(aHostileRun())))).not.toThrow();
    },
  );
});
